"""An explanation as JSON: ``newsgrab.explanation/1``, described in ``docs/explain.md``."""

from typing import Any, Final

from newsgrab.model import ExplainedBlock, ExplainedField, Explanation
from newsgrab.rendering.explained.options import ExplainOptions
from newsgrab.rendering.formats import json_text

SCHEMA: Final = "newsgrab.explanation/1"


def render(explanation: Explanation, options: ExplainOptions) -> str:
    """The object, on one line or indented by two spaces."""
    return json_text(explanation_to_dict(explanation), indent=options.indent)


def explanation_to_dict(explanation: Explanation) -> dict[str, Any]:
    """The JSON object: every field present, ``None`` where there is nothing."""
    refusal = explanation.refusal
    return {
        "schema": SCHEMA,
        "url": explanation.url or None,
        "charset": explanation.charset,
        "language": explanation.language,
        "direction": explanation.direction,
        "confidence": explanation.confidence,
        "refused": refusal and {"code": refusal.code, "status": refusal.status, "reason": refusal.reason},
        "warnings": list(explanation.warnings),
        "blocks": [_block(number, block) for number, block in enumerate(explanation.blocks)],
        "notices": [
            {"kind": notice.kind, "scope": notice.scope, "text": notice.text}
            for notice in explanation.notices
        ],
        "fields": [_field(field) for field in explanation.fields],
    }


def _block(number: int, block: ExplainedBlock) -> dict[str, Any]:
    return {
        "number": number,
        "kept": block.kept,
        "field": block.field,
        "label": block.label,
        "rule": block.rule,
        "score": block.score,
        "element": block.element,
        "names": block.names,
        "text": block.text,
    }


def _field(field: ExplainedField) -> dict[str, Any]:
    source = field.source
    return {
        "name": field.name,
        "values": list(field.values),
        "source": source and {"source": source.source, "path": source.path, "raw": source.raw},
        "others": [
            {"source": other.source, "path": other.path, "value": other.value, "agrees": other.agrees}
            for other in field.others
        ],
    }
