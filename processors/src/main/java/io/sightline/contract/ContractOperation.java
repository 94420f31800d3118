package io.sightline.contract;

import static java.util.Objects.requireNonNull;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One operation as the contract describes it.
 *
 * @param scopes all of them are needed; empty only for an operation that says {@code security: []}
 * @param reads media types of the body; empty for an operation without body
 * @param answers media types of successful answers
 * @param parts names of the parts of a form, where it reads one; none when it leaves them open
 */
public record ContractOperation(
        String id,
        Set<String> scopes,
        List<String> reads,
        List<String> answers,
        List<ContractParameter> parameters,
        Set<String> parts) {
    public ContractOperation {
        scopes = Set.copyOf(scopes);
        reads = List.copyOf(reads);
        answers = List.copyOf(answers);
        parameters = List.copyOf(parameters);
        parts = Set.copyOf(parts);
    }

    /** An operation that reads no form. */
    public ContractOperation(
            String id,
            Set<String> scopes,
            List<String> reads,
            List<String> answers,
            List<ContractParameter> parameters) {
        this(id, scopes, reads, answers, parameters, Set.of());
    }

    /**
     * Reads an operation.
     *
     * @throws IllegalArgumentException when it says nothing about security, or asks for a token but for no scope
     */
    public static ContractOperation of(OpenAPI contract, Operation operation) {
        var components = Optional.ofNullable(contract.getComponents()).orElseGet(Components::new);
        var parameters = Optional.ofNullable(operation.getParameters()).orElseGet(List::of).stream()
                .map(parameter -> resolved(components, parameter))
                .map(ContractParameter::of)
                .toList();
        return new ContractOperation(
                operation.getOperationId(),
                scopes(operation),
                reads(components, operation),
                answers(components, operation),
                parameters,
                parts(components, operation));
    }

    /** Whether anybody may call it. */
    public boolean isPublic() {
        return scopes.isEmpty();
    }

    /**
     * The same with the answers alone that a request gets: an operation with the parameter {@code image} answers
     * pictures when that is given, and none otherwise.
     */
    public ContractOperation answering(boolean picture) {
        if (!takes("image")) {
            return this;
        }
        var given = answers.stream()
                .filter(type -> type.startsWith("image/") == picture)
                .toList();
        return new ContractOperation(id, scopes, reads, given, parameters, parts);
    }

    /** Whether it has a parameter of this name. */
    public boolean takes(String name) {
        return parameters.stream().anyMatch(parameter -> parameter.name().equals(name));
    }

    /**
     * Headers of the request that an answer depends on besides its parameters, as the header {@code Vary} lists them.
     */
    public Optional<String> varies() {
        var headers = new ArrayList<String>();
        if (answers.size() > 1) {
            headers.add("Accept");
        }
        if (takes("Accept-Encoding")) {
            headers.add("Accept-Encoding");
        }
        return headers.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", headers));
    }

    private static Set<String> scopes(Operation operation) {
        var security = operation.getSecurity();
        if (security == null) {
            throw new IllegalArgumentException("The operation " + operation.getOperationId()
                    + " has no security entry: name its scopes, or say \"security: []\" when it is public");
        }
        var scopes = new LinkedHashSet<String>();
        for (SecurityRequirement requirement : security) {
            requirement.values().forEach(scopes::addAll);
        }
        if (security.size() > 1 || (security.size() == 1 && scopes.isEmpty())) {
            throw new IllegalArgumentException("The operation " + operation.getOperationId()
                    + " must have one security requirement with at least one scope, or none at all");
        }
        return scopes;
    }

    private static List<String> reads(Components components, Operation operation) {
        return mediaTypes(content(components, operation));
    }

    private static Set<String> parts(Components components, Operation operation) {
        return content(components, operation)
                .map(content -> content.get("multipart/form-data"))
                .map(form -> (Map<?, ?>) form.getSchema().getProperties())
                .map(parts -> parts.keySet().stream().map(Object::toString).collect(Collectors.toUnmodifiableSet()))
                .orElseGet(Set::of);
    }

    private static Optional<Content> content(Components components, Operation operation) {
        var body = operation.getRequestBody();
        if (body != null && body.get$ref() != null) {
            body = components.getRequestBodies().get(name(body.get$ref()));
        }
        return Optional.ofNullable(body).map(RequestBody::getContent);
    }

    private static List<String> answers(Components components, Operation operation) {
        return operation.getResponses().entrySet().stream()
                .filter(response -> response.getKey().startsWith("2"))
                .map(response -> resolved(components, response.getValue()))
                .flatMap(response -> mediaTypes(Optional.ofNullable(response.getContent())).stream())
                .distinct()
                .toList();
    }

    private static List<String> mediaTypes(Optional<Content> content) {
        return content.map(types -> List.copyOf(types.keySet())).orElseGet(List::of);
    }

    private static Parameter resolved(Components components, Parameter parameter) {
        return parameter.get$ref() == null
                ? parameter
                : requireNonNull(components.getParameters().get(name(parameter.get$ref())), parameter.get$ref());
    }

    private static ApiResponse resolved(Components components, ApiResponse response) {
        return response.get$ref() == null
                ? response
                : requireNonNull(components.getResponses().get(name(response.get$ref())), response.get$ref());
    }

    private static String name(String reference) {
        return reference.substring(reference.lastIndexOf('/') + 1);
    }
}
