package io.sightline.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * What a contract of the REST API must say: each operation its description, its scope, its error codes and examples;
 * each text, number and list its limits.
 */
final class ContractLint {
    private static final List<String> TEXTS = List.of("operationId", "summary", "description");
    private static final Set<String> OF_EVERY_TOKEN = Set.of("401", "403", "429");
    private static final String PROBLEM = "application/problem+json";

    private final RestContract contract;
    private final List<String> findings = new ArrayList<>();
    private final SchemaLimits limits;
    private final ContractExamples examples;

    private ContractLint(RestContract contract) {
        this.contract = contract;
        this.limits = new SchemaLimits(findings);
        this.examples = new ContractExamples(contract, findings);
    }

    /** What is missing, a sentence each; empty when nothing is. */
    static List<String> findings(RestContract contract) {
        var lint = new ContractLint(contract);
        var ids = new HashSet<String>();
        contract.operations().forEach(operation -> lint.operation(operation, ids));
        lint.each("parameters", "parameter ", lint::parameter);
        lint.each("requestBodies", "body ", lint::body);
        lint.each("headers", "header ", lint::header);
        lint.each("responses", "answer ", lint::answer);
        lint.each("schemas", "schema ", lint.limits::check);
        return lint.findings;
    }

    private void each(String kind, String word, BiConsumer<String, JsonNode> check) {
        contract.tree()
                .path("components")
                .path(kind)
                .properties()
                .forEach(entry -> check.accept(word + entry.getKey(), entry.getValue()));
    }

    private void operation(RestContract.Operation operation, Set<String> ids) {
        var name = operation.name();
        var tree = operation.tree();
        for (var text : TEXTS) {
            require(!tree.path(text).asText().isBlank(), name + " has no " + text);
        }
        require(ids.add(tree.path("operationId").asText()), name + " has the operationId of another operation");
        require(tree.path("x-error-codes").size() > 0, name + " lists no x-error-codes");
        var isPublic = security(name, tree);
        var statuses = new HashSet<String>();
        tree.path("responses").properties().forEach(entry -> {
            statuses.add(entry.getKey());
            answer(name + " " + entry.getKey(), entry.getValue());
            if (entry.getKey().compareTo("400") >= 0) {
                require(
                        contract.resolved(entry.getValue()).path("content").has(PROBLEM),
                        name + " " + entry.getKey() + " is no " + PROBLEM);
            }
        });
        require(statuses.stream().anyMatch(status -> status.startsWith("2")), name + " has no answer of success");
        require(isPublic || statuses.containsAll(OF_EVERY_TOKEN), name + " does not list 401, 403 and 429");
        tree.path("parameters")
                .forEach(parameter ->
                        parameter(name + " " + parameter.path("name").asText(), parameter));
        if (tree.has("requestBody")) {
            body(name + " body", tree.path("requestBody"));
        }
    }

    /** Whether it says that it needs no token. */
    private boolean security(String name, JsonNode operation) {
        require(operation.path("security").isArray(), name + " has no security entry");
        var schemes = contract.tree().path("components").path("securitySchemes");
        operation
                .path("security")
                .forEach(requirement -> requirement.properties().forEach(entry -> {
                    var flows = schemes.path(entry.getKey()).path("flows");
                    require(entry.getValue().size() > 0, name + " asks for a token and for no scope");
                    entry.getValue()
                            .forEach(scope -> require(
                                    flows.findValues("scopes").stream()
                                            .anyMatch(scopes -> !scopes.path(scope.asText())
                                                    .asText()
                                                    .isBlank()),
                                    name + " needs the scope " + scope.asText() + ", which nothing describes"));
                }));
        return operation.path("security").isEmpty();
    }

    private void parameter(String where, JsonNode parameter) {
        if (!isReference(parameter)) {
            described(where, parameter);
            limits.check(where, parameter.path("schema"));
            examples.ofParameter(where, parameter);
        }
    }

    private void header(String where, JsonNode header) {
        if (!isReference(header)) {
            described(where, header);
            limits.check(where, header.path("schema"));
        }
    }

    private void body(String where, JsonNode body) {
        if (isReference(body)) {
            return;
        }
        described(where, body);
        body.path("content").properties().forEach(entry -> {
            limits.check(where + " " + entry.getKey(), entry.getValue().path("schema"));
            examples.ofContent(where + " " + entry.getKey(), entry.getKey(), entry.getValue());
        });
    }

    private void answer(String where, JsonNode answer) {
        if (isReference(answer)) {
            return;
        }
        described(where, answer);
        answer.path("headers").properties().forEach(entry -> header(where + " " + entry.getKey(), entry.getValue()));
        answer.path("content").properties().forEach(entry -> {
            // What is written in rows or bytes may be of any length.
            if (entry.getKey().endsWith("json") && !entry.getKey().endsWith("ndjson")) {
                limits.check(where + " " + entry.getKey(), entry.getValue().path("schema"));
            }
            examples.ofContent(where + " " + entry.getKey(), entry.getKey(), entry.getValue());
        });
    }

    private void described(String where, JsonNode node) {
        require(!node.path("description").asText().isBlank(), where + " has no description");
    }

    private void require(boolean fulfilled, String finding) {
        if (!fulfilled) {
            findings.add(finding);
        }
    }

    /** What is referred to is judged where it stands. */
    private static boolean isReference(JsonNode node) {
        return node.has("$ref");
    }
}
