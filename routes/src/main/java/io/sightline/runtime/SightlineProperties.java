package io.sightline.runtime;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What a process does.
 *
 * @param stages stages that this process runs: ingest, detect, sink, promote, api, pipes
 * @param models the models that this process can run, by name
 */
@Validated
@ConfigurationProperties("sightline")
public record SightlineProperties(
        @NotEmpty Set<Stage> stages, @DefaultValue @Valid Map<String, Model> models) {
    /**
     * Where one model comes from.
     *
     * @param from kind of place that holds the model
     * @param path folder of the model, with a sub-folder for each version that holds model.onnx; for a directory alone
     * @param alias alias under which the version that serves can be asked for
     */
    public record Model(
            @DefaultValue("directory") Origin from,
            @Nullable Path path,
            @DefaultValue("champion") @NotBlank String alias) {}

    /** Kind of place that holds a model. */
    public enum Origin {
        /** A folder laid out as Triton's model repository. */
        DIRECTORY,
        /** A registry of MLflow, looked at by the stage promote alone. */
        MLFLOW
    }

    /**
     * Names of the Kafka topics.
     *
     * @param frames pictures as they come from cameras and producers
     * @param claims frames whose bytes are stored
     * @param inferences what the models found
     * @param models which model versions serve, compacted
     * @param deadLetters what no retry can cure
     */
    @Validated
    @ConfigurationProperties("sightline.topics")
    public record Topics(
            @NotBlank String frames,
            @NotBlank String claims,
            @NotBlank String inferences,
            @NotBlank String models,
            @NotBlank String deadLetters) {}
}
