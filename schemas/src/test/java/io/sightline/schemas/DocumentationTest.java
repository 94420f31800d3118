package io.sightline.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentationTest {
    static Stream<Schema> types() {
        return SchemaFolder.CURRENT.types().values().stream();
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyTypeAndFieldSaysWhatItIs(Schema type) {
        assertThat(type.getDoc()).as(type.getFullName()).isNotBlank();
        if (type.getType() == Schema.Type.RECORD) {
            assertThat(type.getFields())
                    .allSatisfy(field -> assertThat(field.doc())
                            .as(type.getFullName() + "." + field.name())
                            .isNotBlank());
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyEnumHasUnknownAsItsDefault(Schema type) {
        if (type.getType() == Schema.Type.ENUM) {
            assertThat(type.getEnumDefault()).isEqualTo("UNKNOWN");
        }
    }
}
