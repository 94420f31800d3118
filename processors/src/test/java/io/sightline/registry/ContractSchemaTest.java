package io.sightline.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.frame.v1.FrameReceived;
import io.sightline.inference.v1.InferenceCompleted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class ContractSchemaTest {
    private static final Path FILES = Path.of("..", "schemas", "avro");

    @Test
    void areThoseThatHaveFiles() throws IOException {
        try (var files = Files.list(FILES)) {
            assertThat(ContractSchema.all())
                    .extracting(contract -> contract.schema().getName() + ".avsc")
                    .containsExactlyInAnyOrderElementsOf(
                            files.map(file -> file.getFileName().toString()).toList());
        }
    }

    /** As a registry reads them: each alone, with what it refers to and nothing else. */
    @Test
    void areParsedWithThoseThatTheyReferTo() {
        var done = new ArrayList<Schema>();
        for (var contract : ContractSchema.all()) {
            assertThat(done).containsAll(contract.references());
            var parser = new Schema.Parser();
            addAll(contract.references(), parser);
            assertThat(parser.parse(contract.text()).getFullName())
                    .isEqualTo(contract.schema().getFullName());
            done.add(contract.schema());
        }
    }

    @Test
    void giveUpNothingThatARuleOfAllSchemasKeepsOut() {
        var frame = FrameReceived.getClassSchema();

        for (var common : List.of("FORWARD", "FORWARD_TRANSITIVE", "FULL", "FULL_TRANSITIVE")) {
            assertThat(ContractSchema.rule(frame, common)).isEqualTo("FULL_TRANSITIVE");
        }
        for (var common : List.of("", "NONE", "BACKWARD", "BACKWARD_TRANSITIVE")) {
            assertThat(ContractSchema.rule(frame, common)).isEqualTo("BACKWARD_TRANSITIVE");
            assertThat(ContractSchema.rule(InferenceCompleted.getClassSchema(), common))
                    .isEqualTo("FULL_TRANSITIVE");
        }
    }

    private static void addAll(List<Schema> references, Schema.Parser parser) {
        for (var contract : ContractSchema.all()) {
            if (references.contains(contract.schema())) {
                addAll(contract.references(), parser);
                if (!parser.getTypes().containsKey(contract.schema().getFullName())) {
                    parser.parse(contract.text());
                }
            }
        }
    }
}
