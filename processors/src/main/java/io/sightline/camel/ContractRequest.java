package io.sightline.camel;

import io.sightline.contract.ContractOperation;
import io.sightline.contract.ContractParameter;
import io.sightline.contract.PercentEncoding;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.frame.Utf8;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.Message;

/**
 * Puts on the message what the contract declares, checked and typed, and nothing else. Parameters become headers by
 * their name in the contract.
 */
final class ContractRequest {
    static final String SERVLET_REQUEST = "CamelHttpServletRequest";
    static final String SERVLET_RESPONSE = "CamelHttpServletResponse";

    private ContractRequest() {}

    /** Throws INVALID_PARAMETER for what the contract does not permit. */
    static void bind(ContractOperation operation, HttpServletRequest request, Message message) {
        var query = query(request);
        requireDeclared(operation, query);
        for (var parameter : operation.parameters()) {
            var values =
                    switch (parameter.in()) {
                        case "query" -> query.getOrDefault(parameter.name(), List.of());
                        case "header" ->
                            Collections.list(request.getHeaders(parameter.name())).stream()
                                    .map(value -> decodeHeader(parameter.name(), value))
                                    .toList();
                        default ->
                            // Camel gives the segment as it came, and in a path a plus is a plus.
                            Optional.ofNullable(message.getHeader(parameter.name(), String.class)).stream()
                                    .map(segment -> decode("part " + parameter.name() + " of the path", segment))
                                    .toList();
                    };
            message.removeHeader(parameter.name());
            parameter.read(values).ifPresent(value -> message.setHeader(parameter.name(), value));
        }
    }

    /**
     * Takes off the message what Camel has put there by itself, except the servlet's request and response: a form's
     * file brings the name that the client gave it, which components would follow.
     */
    static void removeOrders(Message message) {
        // By prefix: Camel's own removal by pattern compiles one for each header of each request.
        message.getHeaders().keySet().removeIf(name -> begins(name, "Camel") && !begins(name, "CamelHttpServlet"));
    }

    private static boolean begins(String name, String prefix) {
        return name.regionMatches(true, 0, prefix, 0, prefix.length());
    }

    /** A mistyped filter that is ignored would answer more than was asked for. */
    private static void requireDeclared(ContractOperation operation, Map<String, List<String>> query) {
        var known = operation.parameters().stream()
                .filter(parameter -> parameter.in().equals("query"))
                .map(ContractParameter::name)
                .sorted()
                .toList();
        var unknown = query.keySet().stream()
                .filter(name -> !known.contains(name))
                .map(ContractParameter::quote)
                .collect(Collectors.joining(", "));
        if (!unknown.isEmpty()) {
            throw new PermanentFailure(
                    FailureCode.INVALID_PARAMETER,
                    "There is no parameter " + unknown + " here; known are "
                            + (known.isEmpty() ? "none" : String.join(", ", known)) + ".");
        }
    }

    /** Only the query: fields of a form are no parameters. */
    private static Map<String, List<String>> query(HttpServletRequest request) {
        var query = new TreeMap<String, List<String>>();
        var text = Optional.ofNullable(request.getQueryString()).orElse("");
        for (var pair : text.split("&")) {
            var parts = pair.split("=", 2);
            if (!pair.isEmpty()) {
                var name = decode("name of a parameter", parts[0].replace('+', ' '));
                query.computeIfAbsent(name, key -> new ArrayList<>())
                        .add(parts.length == 2 ? decode("parameter " + name, parts[1].replace('+', ' ')) : "");
            }
        }
        return query;
    }

    /** Servlets know the bytes of a header only as Latin-1, one character each; Kafka's are UTF-8, and so are these. */
    private static String decodeHeader(String name, String value) {
        if (value.chars().allMatch(each -> each < 0x80)) {
            return value;
        }
        return Utf8.decode(value.getBytes(StandardCharsets.ISO_8859_1))
                .orElseThrow(() -> new PermanentFailure(
                        FailureCode.INVALID_PARAMETER,
                        "The header " + name + " is no UTF-8, was " + ContractParameter.quote(value)
                                + " read as Latin-1; send UTF-8, or the parameter of the query."));
    }

    private static String decode(String what, String text) {
        try {
            return PercentEncoding.decode(text)
                    .orElseThrow(() -> new PermanentFailure(
                            FailureCode.INVALID_PARAMETER,
                            "The " + ContractParameter.quote(what) + " is no UTF-8, was "
                                    + ContractParameter.quote(text) + "; send the bytes of UTF-8, each as %XX."));
        } catch (IllegalArgumentException e) {
            throw new PermanentFailure(
                    FailureCode.INVALID_PARAMETER,
                    "The " + ContractParameter.quote(what) + " is not encoded correctly, was "
                            + ContractParameter.quote(text) + "; behind % stand two hexadecimal digits.",
                    e);
        }
    }
}
