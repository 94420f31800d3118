package io.sightline.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a refusal is written. Each API has a form of its own; what it says is the same. */
public enum ErrorForm {
    /** RFC 9457. */
    PROBLEM(Problem.MEDIA_TYPE) {
        @Override
        public byte[] body(Problem problem) {
            return problem.json();
        }
    },
    /** One sentence as the member {@code error}, as the Open Inference Protocol has it. */
    OPEN_INFERENCE("application/json") {
        @Override
        public byte[] body(Problem problem) {
            var sentence = Optional.ofNullable(problem.detail()).orElse(problem.title());
            var trace = problem.status() < 500 || problem.traceId() == null ? "" : " (trace " + problem.traceId() + ")";
            try {
                return JSON.writeValueAsBytes(Map.of("error", sentence + trace));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a text can always be written", e);
            }
        }
    };

    private static final JsonMapper JSON = new JsonMapper();

    private final String mediaType;

    ErrorForm(String mediaType) {
        this.mediaType = mediaType;
    }

    /** The form of whatever answers at a path, be there something or nothing. */
    public static ErrorForm at(@Nullable String path) {
        return path != null && (path.equals("/v2") || path.startsWith("/v2/") || path.startsWith("/v2;"))
                ? OPEN_INFERENCE
                : PROBLEM;
    }

    public String mediaType() {
        return mediaType;
    }

    /** The body of the answer. */
    public abstract byte[] body(Problem problem);
}
