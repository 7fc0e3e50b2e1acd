"""Create the application and the version that the matchmaker deploys, in a sandbox that is empty at first."""

from edgegap_client import Edgegap
from edgegap_client.models import AppVersionPort, PortProtocol

with Edgegap() as edgegap:
    if "my-game" not in [application.name for application in edgegap.applications.list()]:
        edgegap.applications.create(name="my-game", is_active=True, image="")
        edgegap.app_versions.create(
            "my-game",
            name="v1",
            docker_repository="registry.example.com",
            docker_image="my-game-server",
            docker_tag="0.1.2",
            req_cpu=256,
            req_memory=256,
            ports=[AppVersionPort(port=7777, protocol=PortProtocol.UDP, name="gameport")],
        )
