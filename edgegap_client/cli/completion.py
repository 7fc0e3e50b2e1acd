"""`edgegap completion` writes the script with which a shell completes commands, options and names."""

from __future__ import annotations

from typing import Final

import click
from click.shell_completion import get_completion_class

from .options import Command
from .output import write

SHELLS: Final = ("bash", "zsh", "fish")


@click.command("completion", cls=Command)
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Write the script that makes a shell complete commands, options, applications, versions, ids and tags.

    \b
    bash    add to ~/.bashrc:    eval "$(edgegap completion bash)"
    zsh     add to ~/.zshrc:     autoload -Uz compinit && compinit; eval "$(edgegap completion zsh)"
    fish    edgegap completion fish > ~/.config/fish/completions/edgegap.fish

    Names come from the API, which has a second to respond, and are cached for 10 seconds. bash must be 4.4 or newer.
    """
    kind = get_completion_class(shell)
    assert kind is not None  # click supports these three shells.
    write(kind(context.find_root().command, {}, "edgegap", "_EDGEGAP_COMPLETE").source())
