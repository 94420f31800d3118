package io.sightline.doctor;

import io.sightline.delivery.v1.DeadLetter;
import io.sightline.frame.v1.FrameReceived;
import io.sightline.inference.v1.InferenceCompleted;
import io.sightline.model.v1.ModelState;
import io.sightline.registry.ConfluentRegistry;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.avro.Schema;

/** What is asked of the schema registry. */
public final class RegistryQuestions {
    private static final String BOTH_WAYS = "FULL_TRANSITIVE";

    private final Supplier<ConfluentRegistry> registry;

    public RegistryQuestions(Supplier<ConfluentRegistry> registry) {
        this.registry = registry;
    }

    /** Records that the pipeline writes and reads. */
    public enum Contract {
        FRAME_RECEIVED(FrameReceived.getClassSchema(), "BACKWARD_TRANSITIVE"),
        INFERENCE_COMPLETED(InferenceCompleted.getClassSchema(), BOTH_WAYS),
        MODEL_STATE(ModelState.getClassSchema(), BOTH_WAYS),
        DEAD_LETTER(DeadLetter.getClassSchema(), "BACKWARD_TRANSITIVE");

        private final Schema schema;
        private final String rule;

        Contract(Schema schema, String rule) {
            this.schema = schema;
            this.rule = rule;
        }

        /** Name of the check. */
        public String check() {
            return "registry.schema." + schema.getName();
        }
    }

    /** Whether it answers. */
    public Finding answers() {
        registry.get().check();
        return Finding.ok("registry", "answers");
    }

    /** Whether it has the schema of a contract, and guards it. */
    public Finding schema(Contract contract) {
        var id = registry.get().idOf(contract.schema);
        return judge(contract, id, registry.get().compatibility(contract.schema));
    }

    /** @param rule the compatibility that new versions must have; empty where the registry has none */
    static Finding judge(Contract contract, int id, Optional<String> rule) {
        var subject = contract.schema.getFullName();
        var found = rule.orElse("NONE");
        return new Complaints(contract.check())
                .warn(
                        !found.equals(BOTH_WAYS) && !found.equals(contract.rule),
                        contract.rule + " keeps a change out that breaks readers",
                        "Run schemas/register.sh, or PUT {\"compatibility\": \"" + contract.rule + "\"} to /config/"
                                + subject + ".")
                .about(subject + " is schema " + id + ", rule " + found);
    }
}
