package io.sightline.mlflow;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One request.
 *
 * @param target path and query, encoded, below the address of the server
 * @param body what is sent as JSON; null: nothing
 */
record MlflowRequest(String method, String target, @Nullable Map<String, String> body) {
    private static final String REGISTRY = "/api/2.0/mlflow/";

    /**
     * Asks the registry.
     *
     * @param parameters names and values of the query, in turns
     */
    static MlflowRequest registry(String operation, String... parameters) {
        return get(REGISTRY + operation, parameters);
    }

    /** Asks for anything else. */
    static MlflowRequest get(String path, String... parameters) {
        return new MlflowRequest("GET", path + query(parameters), null);
    }

    /** Changes something in the registry. */
    static MlflowRequest change(String method, String operation, Map<String, String> body) {
        return new MlflowRequest(method, REGISTRY + operation, body);
    }

    /** A path whose parts may hold any character, such as a name of a file. */
    static String encoded(String path) {
        return Arrays.stream(path.split("/", -1))
                .map(MlflowRequest::encodedPart)
                .collect(Collectors.joining("/"));
    }

    @Override
    public String toString() {
        return method + " " + target;
    }

    private static String encodedPart(String part) {
        // What encodes forms writes a space in a way that paths do not know.
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String query(String... parameters) {
        var query = new StringBuilder();
        for (int i = 0; i < parameters.length; i += 2) {
            query.append(i == 0 ? '?' : '&').append(parameters[i]).append('=').append(encodedPart(parameters[i + 1]));
        }
        return query.toString();
    }
}
