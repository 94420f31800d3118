package io.sightline.mlflow;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A version of a registered model.
 *
 * @param name of the model
 * @param version its number, as a text
 * @param source where its files were when it was made, such as {@code models:/m-1} or {@code s3://bucket/folder}; where
 *     they are is what {@link MlflowClient#artifacts} says
 * @param runId the run that it came from; null without one
 * @param status READY, PENDING_REGISTRATION or FAILED_REGISTRATION
 * @param aliases those that stand for it
 * @param tags values by their keys
 */
public record ModelVersion(
        String name,
        String version,
        String source,
        @Nullable String runId,
        String status,
        List<String> aliases,
        Map<String, String> tags) {
    public ModelVersion {
        aliases = List.copyOf(aliases);
        tags = Map.copyOf(tags);
    }

    static ModelVersion of(MlflowAnswer answer) {
        return new ModelVersion(
                answer.text("name"),
                answer.text("version"),
                answer.text("source"),
                answer.find("run_id").orElse(null),
                answer.text("status"),
                answer.texts("aliases"),
                answer.pairs("tags", "key", "value"));
    }

    /** Whether MLflow is done with making it. */
    public boolean isReady() {
        return "READY".equals(status);
    }
}
