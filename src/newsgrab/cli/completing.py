"""Completion for shells, as scripts that know all commands and flags and ask Python nothing."""

from collections.abc import Callable, Mapping
from typing import Final

from newsgrab.cli.describing import Command, Flag, every
from newsgrab.cli.flag_values import FORMATS
from newsgrab.model.schema import field_names
from newsgrab.shaping import DROPPABLE, KEEPABLE

_VALUES: Final[Mapping[str, tuple[str, ...]]] = {
    "--format": FORMATS,
    "--field": field_names(),
    "--require": field_names(),
    "--keep": tuple(KEEPABLE),
    "--drop": tuple(DROPPABLE),
}
_TOPIC: Final = "exit-codes"


def _values(flag: Flag) -> tuple[str, ...]:
    return flag.choices or (_VALUES.get(flag.names[0], ()) if flag.value else ())


def _words(command: Command) -> tuple[str, ...]:
    """What the words of a command may be, where it is no file or address."""
    if command.below:
        return tuple(one.path[-1] for one in command.below)
    return {"completion": tuple(SHELLS), "help": (_TOPIC,)}.get(command.name, ())


# --------------------------------------------------------------------------------------------- bash

_BASH: Final = """\
# Completion of newsgrab for bash: source <(newsgrab completion bash)
_newsgrab_files() {{
    local IFS=$'\\n'
    COMPREPLY=($(compgen -f -- "$1"))
}}
_newsgrab() {{
    local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD - 1]}} path=newsgrab word
    for word in "${{COMP_WORDS[@]:1:COMP_CWORD - 1}}"; do
        case "$path $word" in
{paths}
        esac
    done
    local short=$path
    if [ "$path" = newsgrab ] && [[ $COMP_CWORD -gt 1 || $cur == -* ]]; then short='newsgrab get'; fi
    case "$short $prev" in
{values}
    esac
    if [[ $cur == -* ]]; then
        case "$short" in
{flags}
        esac
        return
    fi
    _newsgrab_files "$cur"
    case "$path" in
{words}
    esac
}}
complete -o filenames -o bashdefault -F _newsgrab newsgrab
"""


def bash(top: Command) -> str:
    """For bash 3.2 and later."""
    commands = list(every(top))
    values = [(command, flag) for command in commands for flag in command.flags if flag.value]
    return _BASH.format(
        paths="\n".join(_bash_case(" ".join(one.path), 'path="$path $word"') for one in commands[1:]),
        values="\n".join(_bash_value(command, flag) for command, flag in values),
        flags="\n".join(
            _bash_case(" ".join(one.path), _compgen([name for flag in one.flags for name in flag.names]))
            for one in commands
            if one.flags
        ),
        words="\n".join(
            _bash_case(" ".join(one.path), _compgen(words, more=one is top))
            for one in commands
            if (words := _words(one))
        ),
    )


def _bash_case(pattern: str, does: str) -> str:
    return f"            '{pattern}') {does} ;;"


def _bash_value(command: Command, flag: Flag) -> str:
    patterns = "|".join(f"'{' '.join(command.path)} {name}'" for name in flag.names)
    if words := _values(flag):
        return f"            {patterns}) {_compgen(words)}; return ;;"
    files = '_newsgrab_files "$cur"' if flag.takes_path else "COMPREPLY=()"
    return f"            {patterns}) {files}; return ;;"


def _compgen(words: "tuple[str, ...] | list[str]", *, more: bool = False) -> str:
    return f"COMPREPLY{'+' if more else ''}=($(compgen -W '{' '.join(words)}' -- \"$cur\"))"


# ---------------------------------------------------------------------------------------------- zsh


def zsh(top: Command) -> str:
    """For zsh, as a file of ``$fpath`` or sourced."""
    functions = "\n".join(_zsh_function(command) for command in every(top))
    start = 'if [ "$funcstack[1]" = "_newsgrab" ]; then _newsgrab "$@"; else compdef _newsgrab newsgrab; fi'
    return f"#compdef newsgrab\n# Completion of newsgrab for zsh\n\n{functions}\n{start}\n"


def _zsh_function(command: Command) -> str:
    name = "_" + "_".join(command.path)
    specs = [_zsh_flag(flag) for flag in command.flags]
    if not command.below:
        words = _words(command)
        specs.append(f"'*:: :({' '.join(words)})'" if words else "'*:source:_files'")
        return f"{name}() {{\n    _arguments -s {_zsh_lines(specs)}\n}}\n"
    short = "" if len(command.path) > 1 else "    if [[ $words[2] == -* ]]; then _newsgrab_get; return; fi\n"
    lines = _zsh_lines([*specs, "'1: :->command'", "'*:: :->rest'"])
    rows = " ".join(f"'{one.path[-1]}:{_zsh_text(one.says)}'" for one in command.below)
    cases = "\n".join(f"                {one.path[-1]}) _{'_'.join(one.path)} ;;" for one in command.below)
    return (
        f"{name}() {{\n    local state line curcontext=$curcontext\n{short}"
        f"    _arguments -C {lines}\n"
        f'    case "$state" in\n        command)\n            local -a commands=({rows})\n'
        "            _describe command commands\n            _files ;;\n"
        f'        rest)\n            case "$line[1]" in\n{cases}\n'
        "                *) _newsgrab_get ;;\n            esac ;;\n    esac\n}\n"
    )


def _zsh_lines(specs: list[str]) -> str:
    return " \\\n        ".join(specs)


def _zsh_flag(flag: Flag) -> str:
    names = flag.names[0] if len(flag.names) == 1 else "{" + ",".join(flag.names) + "}"
    value = ""
    if flag.value:
        action = f"({' '.join(_values(flag))})" if _values(flag) else "_files" if flag.takes_path else ""
        value = f":{_zsh_text(flag.value)}:{action}"
    return f"'*'{names}'[{_zsh_text(flag.says)}]{value}'"


def _zsh_text(text: str) -> str:
    for char in "\\[]:":
        text = text.replace(char, f"\\{char}")
    return text.replace("'", "'\\''")


# --------------------------------------------------------------------------------------------- fish


def fish(top: Command) -> str:
    """For fish 3 and later."""
    lines = ["# Completion of newsgrab for fish"]
    for command in every(top):
        seen = _fish_condition(command)
        lines += [
            f"complete -c newsgrab -n '{seen}' -a {one.path[-1]} -d {_fish_text(one.says)}"
            for one in command.below
        ]
        if not command.below and (words := _words(command)):
            lines.append(f"complete -c newsgrab -n '{seen}' -f -a '{' '.join(words)}'")
        lines += [_fish_flag(flag, seen) for flag in command.flags]
    return "\n".join(lines) + "\n"


def _fish_condition(command: Command) -> str:
    seen = [f"__fish_seen_subcommand_from {word}" for word in command.path[1:]]
    if command.below:
        seen.append(f"not __fish_seen_subcommand_from {' '.join(one.path[-1] for one in command.below)}")
    return "; and ".join(seen)


def _fish_flag(flag: Flag, seen: str) -> str:
    names = " ".join(
        f"-l {name.removeprefix('--')}" if name.startswith("--") else f"-s {name.removeprefix('-')}"
        for name in flag.names
    )
    value = ""
    if words := _values(flag):
        value = f" -x -a '{' '.join(words)}'"
    elif flag.value:
        value = " -r" if flag.takes_path else " -x"
    return f"complete -c newsgrab -n '{seen}' {names}{value} -d {_fish_text(flag.says)}"


def _fish_text(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


SHELLS: Final[Mapping[str, Callable[[Command], str]]] = {"bash": bash, "zsh": zsh, "fish": fish}
"""The script for each shell."""
