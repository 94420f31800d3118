package io.sightline.api;

import static java.util.Objects.requireNonNull;

import io.sightline.contract.ContractOperation;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An operation as a contract describes it, and how to call it. Tests that are made of these cover an operation that is
 * added to a contract.
 *
 * @param template path as the contract has it, its server's base before it
 * @param parameters what it declares, references followed
 * @param statuses statuses that the contract lists
 * @param codes error codes that the contract lists; empty where it lists none at any operation
 */
record ContractCall(
        String method,
        String template,
        ContractOperation operation,
        List<Parameter> parameters,
        Set<String> statuses,
        Set<String> codes) {
    private static final Path CONTRACTS = Path.of("..", "..", "schemas", "openapi");

    ContractCall {
        parameters = List.copyOf(parameters);
        statuses = Set.copyOf(statuses);
        codes = Set.copyOf(codes);
    }

    /** Every operation of every contract. */
    static List<ContractCall> all() {
        try (var files = Files.list(CONTRACTS)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .map(ContractCall::contract)
                    .flatMap(ContractCall::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those that anybody may call, or those that nobody may without a token. */
    static List<ContractCall> all(boolean isPublic) {
        return all().stream()
                .filter(call -> call.operation.isPublic() == isPublic)
                .toList();
    }

    /** The path with the examples of its parameters. */
    String path() {
        return path(ContractCall::example);
    }

    /** The path with a value of choice for each of its parameters, encoded by the caller. */
    String path(Function<Parameter, String> values) {
        var path = template;
        for (var parameter : in("path")) {
            path = path.replace("{" + parameter.getName() + "}", values.apply(parameter));
        }
        return path;
    }

    /** Path and query with the examples; those of filters are left out, so that a list is not empty. */
    String target() {
        return target("", "");
    }

    /** The same with one parameter of the query set to a value, encoded by the caller. */
    String target(String name, String value) {
        var query = new LinkedHashMap<String, String>();
        if (method.equals("POST")) {
            in("query").stream()
                    .filter(parameter -> parameter.getExample() != null)
                    .forEach(parameter -> query.put(parameter.getName(), example(parameter)));
        }
        if (!name.isEmpty()) {
            query.put(name, value);
        }
        return path()
                + query.entrySet().stream()
                        .map(pair -> pair.getKey() + "=" + pair.getValue())
                        .reduce((first, next) -> first + "&" + next)
                        .map(text -> "?" + text)
                        .orElse("");
    }

    /** Its parameters that stand there. */
    List<Parameter> in(String place) {
        return parameters.stream()
                .filter(parameter -> parameter.getIn().equals(place))
                .toList();
    }

    boolean has(String queryParameter) {
        return in("query").stream().anyMatch(parameter -> parameter.getName().equals(queryParameter));
    }

    /** Whether a part of its path is the id of something stored. */
    boolean hasId() {
        return in("path").stream().anyMatch(ContractCall::isId);
    }

    static boolean isId(Parameter parameter) {
        return "uuid".equals(parameter.getSchema().getFormat());
    }

    boolean readsJson() {
        return operation.reads().contains("application/json");
    }

    /** Type of {@link #body()}; empty when it reads none. */
    String mediaType() {
        return operation.reads().isEmpty()
                ? ""
                : operation.reads().contains("image/jpeg") ? "image/jpeg" : "application/json";
    }

    /** A body that it reads. */
    byte[] body() {
        return switch (mediaType()) {
            case "" -> new byte[0];
            case "image/jpeg" -> Pictures.encoded("jpeg");
            default -> "{}".getBytes(StandardCharsets.UTF_8);
        };
    }

    static String example(Parameter parameter) {
        var example = parameter.getExample();
        // Times are parsed.
        return example instanceof OffsetDateTime time
                ? time.toInstant().toString()
                : Objects.requireNonNullElse(example, "x").toString();
    }

    @Override
    public String toString() {
        return method + " " + template;
    }

    private static OpenAPI contract(Path file) {
        var options = new ParseOptions();
        options.setResolve(true);
        return requireNonNull(new OpenAPIV3Parser().read(file.toUri().toString(), null, options), file.toString());
    }

    private static Stream<ContractCall> of(OpenAPI contract) {
        var server = contract.getServers().get(0).getUrl();
        var base = server.equals("/") ? "" : server;
        return contract.getPaths().entrySet().stream()
                .flatMap(path -> path.getValue().readOperationsMap().entrySet().stream()
                        .map(entry -> of(contract, entry.getKey().name(), base + path.getKey(), entry.getValue())));
    }

    private static ContractCall of(OpenAPI contract, String method, String template, Operation operation) {
        return new ContractCall(
                method,
                template,
                ContractOperation.of(contract, operation),
                Optional.ofNullable(operation.getParameters()).orElseGet(List::of),
                operation.getResponses().keySet(),
                codes(operation));
    }

    private static Set<String> codes(Operation operation) {
        var extensions = Optional.ofNullable(operation.getExtensions()).orElseGet(Map::of);
        return extensions.get("x-error-codes") instanceof Collection<?> codes
                ? codes.stream().map(Object::toString).collect(Collectors.toSet())
                : Set.of();
    }
}
