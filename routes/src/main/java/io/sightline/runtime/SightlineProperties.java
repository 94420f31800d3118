package io.sightline.runtime;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
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
     * @param from kind of place that holds the model; unset: a directory where there is a path, and MLflow otherwise
     * @param path folder of the model, with a sub-folder for each version that holds model.onnx; for a directory alone
     * @param registeredName name of the registered model in MLflow; unset: the same name
     * @param alias alias of the version that is to serve, under which it can be asked for, too
     * @param challenger alias of the version that is to run in the shadow of the one that serves
     * @param shadowShare share of the frames that it runs on, 0 to 1
     * @param golden where the golden set lies that versions are judged on, a folder or s3://bucket/prefix; unset: they
     *     are not judged
     * @param allowSignatureChange whether a version may take or give other tensors than the one that serves
     */
    public record Model(
            @Nullable Origin from,
            @Nullable Path path,
            @Nullable String registeredName,
            @DefaultValue("champion") @NotBlank String alias,
            @DefaultValue("challenger") @NotBlank String challenger,

            @DefaultValue("0.1") @DecimalMin("0") @DecimalMax("1") double shadowShare,

            @Nullable String golden,
            @DefaultValue("false") boolean allowSignatureChange) {
        @Override
        public Origin from() {
            return from == null ? path == null ? Origin.MLFLOW : Origin.DIRECTORY : from;
        }

        /** A model that nobody has configured here: it is found in MLflow by its own name. */
        static Model discovered() {
            return new Model(Origin.MLFLOW, null, null, "champion", "challenger", 0.1, null, false);
        }
    }

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
