package io.sightline.doctor;

import io.sightline.delivery.v1.DeadLetter;
import io.sightline.frame.v1.FrameReceived;
import io.sightline.inference.v1.InferenceCompleted;
import io.sightline.model.v1.ModelState;
import io.sightline.registry.ConfluentRegistry;
import io.sightline.registry.ContractSchema;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.avro.Schema;

/** What is asked of the schema registry. */
public final class RegistryQuestions {
    private final Supplier<ConfluentRegistry> registry;

    public RegistryQuestions(Supplier<ConfluentRegistry> registry) {
        this.registry = registry;
    }

    /** Records that the pipeline writes and reads. */
    public enum Contract {
        FRAME_RECEIVED(FrameReceived.getClassSchema()),
        INFERENCE_COMPLETED(InferenceCompleted.getClassSchema()),
        MODEL_STATE(ModelState.getClassSchema()),
        DEAD_LETTER(DeadLetter.getClassSchema());

        private final Schema schema;

        Contract(Schema schema) {
            this.schema = schema;
        }

        /** Name of the check. */
        public String check() {
            return RegistryQuestions.check(schema);
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
        return judge(contract.schema, id, registry.get().compatibility(contract.schema));
    }

    /** Name of the check of a schema. */
    static String check(Schema schema) {
        return "registry.schema." + schema.getName();
    }

    /** @param rule the compatibility that new versions must have; empty where the registry has none */
    static Finding judge(Schema schema, int id, Optional<String> rule) {
        var subject = schema.getFullName();
        var needed = ContractSchema.rule(schema);
        var found = rule.filter(name -> !name.isEmpty()).orElse("NONE");
        return new Complaints(check(schema))
                .warn(
                        !ContractSchema.isGuarded(schema, found),
                        needed + " keeps a change out that breaks readers",
                        "Run java -jar sightline.jar prepare where it has none, or PUT {\"compatibility\": \"" + needed
                                + "\"} to /config/" + subject + ".")
                .about(subject + " is schema " + id + ", rule " + found);
    }
}
