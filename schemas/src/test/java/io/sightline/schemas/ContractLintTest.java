package io.sightline.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractLintTest {
    private static final String SMALL = """
            openapi: 3.0.3
            info: {title: t, version: '1'}
            paths:
              /x:
                get:
                  operationId: readX
                  summary: Read it
                  description: All of it.
                  security: [{keycloak: [x:read]}]
                  parameters:
                    - name: size
                      in: query
                      description: How many.
                      schema: {type: integer, minimum: 1, maximum: 9}
                      example: 3
                  x-error-codes: [INVALID_PARAMETER]
                  responses:
                    '200':
                      description: Here it is.
                      headers:
                        ETag: {description: Its state., schema: {type: string, maxLength: 9}}
                      content:
                        application/json:
                          schema: {$ref: '#/components/schemas/X'}
                          example: {names: [a], kind: big}
                    '401': {$ref: '#/components/responses/Problem'}
                    '403': {$ref: '#/components/responses/Problem'}
                    '429': {$ref: '#/components/responses/Problem'}
            components:
              securitySchemes:
                keycloak: {type: oauth2, flows: {clientCredentials: {scopes: {'x:read': Read it.}}}}
              responses:
                Problem:
                  description: It cannot be had.
                  content:
                    application/problem+json: {schema: {type: object}, example: {code: X}}
              schemas:
                X:
                  type: object
                  required: [names]
                  properties:
                    names: {type: array, maxItems: 3, items: {type: string, maxLength: 5}}
                    kind: {type: string, enum: [big, small]}
                    at: {type: string, format: date-time}
                    more: {type: object, additionalProperties: {type: number, minimum: 0, maximum: 1}}
                    either:
                      oneOf:
                        - {type: object, required: [a], properties: {a: {type: string, enum: [one]}}}
                        - {type: object, required: [a], properties: {a: {type: string, enum: [two]}}}
            """;

    @Test
    void contractSaysAllThatAClientNeeds() {
        assertThat(ContractLint.findings(RestContract.read(RestContract.FOLDER.resolve("sightline-v1.yaml"))))
                .isEmpty();
    }

    @Test
    void findsNothingInASmallContractThatSaysAll() {
        assertThat(ContractLint.findings(RestContract.parse(SMALL))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "operationId: readX| x: x| get /x has no operationId",
                "summary: Read it| x: x| get /x has no summary",
                "description: All of it.| x: x| get /x has no description",
                "security: [{keycloak: [x:read]}]| x: x| get /x has no security entry",
                "[{keycloak: [x:read]}]| [{keycloak: []}]| get /x asks for a token and for no scope",
                "[{keycloak: [x:read]}]| [{keycloak: [x:write]}]| get /x needs the scope x:write, which nothing describes",
                "x-error-codes: [INVALID_PARAMETER]| x-error-codes: []| get /x lists no x-error-codes",
                "'200':| '302':| get /x has no answer of success",
                "'429':| '430':| get /x does not list 401, 403 and 429",
                "application/problem+json| application/json| get /x 401 is no application/problem+json",
                "description: How many.| x: x| get /x size has no description",
                "description: Here it is.| x: x| get /x 200 has no description",
                "description: Its state.| x: x| get /x 200 ETag has no description",
                "example: 3| x: 3| get /x size has no example",
                "example: 3| example: 30| get /x size: the example is out of bounds",
                "example: 3| example: many| get /x size: the example is no integer",
                "example: {names| x: {names| get /x 200 application/json has no example",
                "example: {code: X}| x: {}| answer Problem application/problem+json has no example",
                "{names: [a], kind: big}| {kind: big}| get /x 200 application/json: the example lacks names",
                "{names: [a], kind: big}| {names: [a], kind: odd}| \"get /x 200 application/json: the example.kind is none of [\"\"big\"\",\"\"small\"\"]\"",
                "{names: [a], kind: big}| {names: [a], sort: big}| get /x 200 application/json: the example.sort is not described",
                "{names: [a], kind: big}| {names: [abcdef]}| get /x 200 application/json: the example.names[0] has 6 characters",
                "{names: [a], kind: big}| {names: [a], at: now}| get /x 200 application/json: the example.at is no date-time",
                "{names: [a], kind: big}| {names: [a], either: {a: six}}| get /x 200 application/json: the example.either is not exactly one of its kinds",
                "{type: integer, minimum: 1, maximum: 9}| {type: integer, minimum: 1}| get /x size is a number without minimum or maximum",
                "maxItems: 3, | ''| schema X.names is a list without maxItems",
                "maxLength: 5}| minLength: 0}| \"schema X.names[] is a text without maxLength, enum or format\"",
                "enum: [big, small]| x: x| \"schema X.kind is a text without maxLength, enum or format\"",
                "format: date-time| format: password| \"schema X.at is a text without maxLength, enum or format\"",
                "minimum: 0, maximum: 1| minimum: 0| schema X.more.* is a number without minimum or maximum",
                "maxLength: 9| minLength: 9| \"get /x 200 ETag is a text without maxLength, enum or format\""
            })
    void findsWhatIsMissing(String said, String instead, String finding) {
        // Given
        var broken = SMALL.replace(said, "''".equals(instead) ? "" : instead);
        // Then
        assertThat(broken).isNotEqualTo(SMALL);
        assertThat(ContractLint.findings(RestContract.parse(broken))).contains(finding);
    }
}
