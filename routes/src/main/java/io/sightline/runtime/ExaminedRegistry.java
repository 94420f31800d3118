package io.sightline.runtime;

import io.sightline.doctor.Check;
import io.sightline.doctor.PreparationWaysOut;
import io.sightline.doctor.RegistryQuestions;
import io.sightline.doctor.RegistryQuestions.Contract;
import io.sightline.doctor.Subject;
import io.sightline.failure.Dependency;
import io.sightline.registry.ConfluentRegistry;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Supplier;

/** What is looked at of the schema registry. */
final class ExaminedRegistry {
    private static final String WAY_OUT = "Run java -jar sightline.jar prepare.";

    private final ExaminedRuntime runtime;
    private final RegistryQuestions questions;

    ExaminedRegistry(ExaminedRuntime runtime) {
        this.runtime = runtime;
        this.questions = new RegistryQuestions(registry(runtime));
    }

    /** The client that this runtime would have. */
    static Supplier<ConfluentRegistry> registry(ExaminedRuntime runtime) {
        return new Once<>(() ->
                new PipelineConfiguration().schemaRegistry(runtime.settings(RegistryProperties.class), runtime.tls()));
    }

    /** Whether the registry is there at all. */
    static Check answers(ExaminedRuntime runtime, RegistryQuestions questions) {
        return ExaminedChecks.check("registry", waysOut(runtime), questions::answers);
    }

    /** What to do when it does not answer, or refuses something. */
    static Function<Throwable, String> waysOut(ExaminedRuntime runtime) {
        var unreachable = "See whether the " + Servers.describe(runtime.environment(), Dependency.REGISTRY)
                + " is up, and look at sightline.registry.url.";
        return failure -> PreparationWaysOut.ofRegistry(failure, unreachable);
    }

    Subject subject() {
        return new Subject(
                answers(runtime, questions),
                Arrays.stream(Contract.values()).map(this::schema).toList());
    }

    private Check schema(Contract contract) {
        return runtime.runs(users(contract))
                ? ExaminedChecks.check(contract.check(), WAY_OUT, () -> questions.schema(contract))
                : ExaminedChecks.skipped(contract.check(), runtime.unneeded());
    }

    private static Stage[] users(Contract contract) {
        return switch (contract) {
            case FRAME_RECEIVED -> new Stage[] {Stage.INGEST, Stage.DETECT, Stage.SINK, Stage.API};
            case INFERENCE_COMPLETED -> new Stage[] {Stage.DETECT, Stage.SINK};
            case MODEL_STATE -> new Stage[] {Stage.DETECT, Stage.API, Stage.PROMOTE};
            case DEAD_LETTER -> new Stage[] {Stage.INGEST, Stage.DETECT, Stage.SINK};
        };
    }
}
