"""What Schemathesis checks of every answer besides its own rules.

Environment: SCOPES, the scopes of the token that it sends, separated by spaces.
"""

import os

import schemathesis

GRANTED = frozenset(os.environ["SCOPES"].split())

# Refusals that come before anybody looks at scopes: of a request that cannot be read, or of one that has no token.
BEFORE_SCOPES = frozenset({400, 401, 404, 405, 413, 415, 429})
FORBIDDEN = 403


def scopes_of(operation):
    return {
        scope
        for requirement in operation.get("security", [])
        for scopes in requirement.values()
        for scope in scopes
    }


@schemathesis.check
def scope_conformance(ctx, response, case):
    """An operation whose scope the token lacks answers nothing but a refusal."""
    missing = scopes_of(case.operation.definition.raw) - GRANTED
    if missing and response.status_code not in BEFORE_SCOPES | {FORBIDDEN}:
        raise AssertionError(f"The token lacks {', '.join(sorted(missing))}, the answer is {response.status_code}")


@schemathesis.check
def error_code_conformance(ctx, response, case):
    """A problem has a code that its operation lists."""
    listed = case.operation.definition.raw["x-error-codes"]
    is_of_operation = case.method.lower() == case.operation.method.lower()
    if response.status_code >= 400 and is_of_operation:
        code = response.json()["code"]
        if code not in listed:
            raise AssertionError(f"The code {code} is not among x-error-codes of the operation")
