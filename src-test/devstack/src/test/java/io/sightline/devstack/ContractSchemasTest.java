package io.sightline.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContractSchemasTest {
    @Test
    void listsEverySchemaAfterThoseThatItRefersTo() {
        // When
        var schemas = ContractSchemas.inOrderOfRegistration();
        // Then
        Set<String> registered = new HashSet<>();
        for (var schema : schemas) {
            assertThat(registered).as(schema.subject()).containsAll(schema.references());
            registered.add(schema.subject());
        }
        assertThat(registered)
                .contains(
                        "io.sightline.frame.v1.FrameReceived",
                        "io.sightline.inference.v1.InferenceCompleted",
                        "io.sightline.model.v1.ModelState",
                        "io.sightline.delivery.v1.DeadLetter");
    }

    @Test
    void findsReferencesInUnionsArraysAndTheSchemasOwnNamespace() {
        // When
        var schemas = ContractSchemas.inOrderOfRegistration();
        // Then
        assertThat(referencesOf("io.sightline.claim.v1.Sha256", schemas)).isEmpty();
        assertThat(referencesOf("io.sightline.claim.v1.ClaimRef", schemas))
                .containsExactly("io.sightline.claim.v1.Sha256");
        assertThat(referencesOf("io.sightline.model.v1.ModelState", schemas))
                .containsExactlyInAnyOrder("io.sightline.claim.v1.ClaimRef", "io.sightline.model.v1.ModelRef");
    }

    private static Iterable<String> referencesOf(String subject, Iterable<ContractSchema> schemas) {
        for (var schema : schemas) {
            if (schema.subject().equals(subject)) {
                return schema.references();
            }
        }
        throw new AssertionError("no schema " + subject);
    }
}
