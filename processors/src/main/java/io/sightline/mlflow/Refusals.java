package io.sightline.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.failure.Dependency;
import io.sightline.failure.Failure;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.Quotation;
import io.sightline.failure.TransientFailure;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What it means that MLflow does not answer as it should.
 *
 * <ul>
 *   <li>NOT_FOUND: MLflow itself says that there is no such model, version or file.
 *   <li>DEPENDENCY_DENIES: 401 or 403, whatever their text says.
 *   <li>DEPENDENCY_UNAVAILABLE: it is away, wants less requests, or somebody else answers in its place.
 *   <li>DEPENDENCY_MISUNDERSTOOD: it refuses the request, or gives what does not fit.
 * </ul>
 *
 * No message quotes what was sent, but for the name of what was asked for.
 */
final class Refusals {
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;
    private static final int LONGEST_QUOTATION = 200;

    private final URI base;
    private final JsonMapper json = new JsonMapper();

    /** @param base address of the server, without a login */
    Refusals(URI base) {
        this.base = base;
    }

    /**
     * An answer with another status than 200.
     *
     * @param type its Content-Type, empty without one
     * @param body the beginning of its body
     * @param location where it sends the client to, if it does
     */
    Failure of(MlflowRequest request, int status, String type, byte[] body, Optional<String> location) {
        if (status == UNAUTHORIZED) {
            return denied(request, status, "it wants a login; see sightline.mlflow.username and .password, or .token");
        }
        if (status == FORBIDDEN) {
            return denied(
                    request,
                    status,
                    "the login may not do this; or MLflow does not go by the name " + base.getHost()
                            + ", then start it with --allowed-hosts");
        }
        if (status < BAD_REQUEST) {
            return away(
                    "answers " + status + " to " + request
                            + location.map(Refusals::host)
                                    .map(host -> ", which leads to " + host + " and is not followed")
                                    .orElse("")
                            + "; a login page in the way?",
                    null);
        }
        var said = type.contains("json") ? parse(body) : Optional.<JsonNode>empty();
        var code = said.map(answer -> answer.path("error_code").asText()).orElse("");
        var words = said.map(answer -> answer.path("message").asText())
                .filter(text -> !text.isEmpty())
                .map(text -> ": " + Quotation.of(text, LONGEST_QUOTATION))
                .orElse("");
        if ("RESOURCE_DOES_NOT_EXIST".equals(code)) {
            return new PermanentFailure(
                    FailureCode.NOT_FOUND, "MLflow at " + base + " has nothing for " + request + words);
        }
        if (status >= SERVER_ERROR || status == TOO_MANY_REQUESTS || status == REQUEST_TIMEOUT) {
            return away("answers " + status + " to " + request + words, null);
        }
        if (status == NOT_FOUND) {
            // Without MLflow's own code it comes from a proxy or a wrong path: no reason to take a model for gone.
            return away("answers 404 to " + request + ", which every MLflow from 2.3 on knows", null);
        }
        return misunderstood(request, "is " + status + (code.isEmpty() ? "" : " " + Quotation.of(code)) + words);
    }

    /** An answer of 200 that is no JSON although it should be. */
    Failure loginPage(MlflowRequest request, String type) {
        return away(
                "answers " + (type.isEmpty() ? "what has no Content-Type" : Quotation.of(type)) + " in place of what "
                        + request + " asks for; a login page of a proxy in the way?",
                null);
    }

    /** An answer that does not fit what was asked for. */
    PermanentFailure misunderstood(MlflowRequest request, String what) {
        return new PermanentFailure(
                FailureCode.DEPENDENCY_MISUNDERSTOOD,
                "the answer of MLflow at " + base + " to " + request + " " + what + "; it was written for MLflow 3");
    }

    /** No answer, or not the whole of it. */
    TransientFailure away(String what, @Nullable Exception cause) {
        return new TransientFailure(
                FailureCode.DEPENDENCY_UNAVAILABLE,
                "MLflow at " + base + " " + what + "; see sightline.mlflow.url",
                cause,
                Dependency.MLFLOW);
    }

    private TransientFailure denied(MlflowRequest request, int status, String why) {
        return new TransientFailure(
                FailureCode.DEPENDENCY_DENIES,
                "MLflow at " + base + " answers " + status + " to " + request + ": " + why,
                null,
                Dependency.MLFLOW);
    }

    /** The rest of such an address may hold what is nobody else's business. */
    private static String host(String location) {
        try {
            var host = URI.create(location).getHost();
            return host == null ? "another path" : Quotation.of(host);
        } catch (IllegalArgumentException e) {
            return "what is no address";
        }
    }

    private Optional<JsonNode> parse(byte[] body) {
        try {
            return Optional.ofNullable(json.readTree(body));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
