package io.sightline.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaValidationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompatibilityTest {
    static Stream<Schema> records() {
        return SchemaFolder.CURRENT.types().values().stream().filter(type -> type.getType() == Schema.Type.RECORD);
    }

    @ParameterizedTest
    @MethodSource("records")
    void everyRecordIsCompatibleWithItsFormerVersions(Schema record) {
        // Given
        var former = SchemaFolder.former().stream()
                .map(folder -> folder.types().get(record.getFullName()))
                .filter(Objects::nonNull)
                .toList();
        // Then
        assertThatCode(() -> Compatibility.check(record, former)).doesNotThrowAnyException();
    }

    @Test
    void noRecordThatWasOnceReleasedIsGone() {
        var current = SchemaFolder.CURRENT.types().keySet();
        for (var former : SchemaFolder.former()) {
            assertThat(current).containsAll(former.types().keySet());
        }
    }

    @Test
    void aNewFieldWithoutDefaultIsRefused() {
        // Given
        var former = record("FrameReceived", "io.sightline.frame.v1");
        var broken = parse(former.toString()
                .replace(
                        "\"fields\":[{\"name\":\"frameId\"",
                        "\"fields\":[{\"name\":\"exposure\",\"type\":\"long\"},{\"name\":\"frameId\""));
        // Then
        assertThat(broken.getField("exposure")).isNotNull();
        assertThatThrownBy(() -> Compatibility.check(broken, List.of(former)))
                .isInstanceOf(SchemaValidationException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"InferenceCompleted/io.sightline.inference.v1", "ModelState/io.sightline.model.v1"})
    void aFieldTakenAwayFromWhatThirdPartiesReadIsRefused(String name) {
        // Given
        var former = record(name.split("/")[0], name.split("/")[1]);
        var first = former.getFields().get(0).name();
        var shorter = Schema.createRecord(former.getName(), former.getDoc(), former.getNamespace(), false);
        shorter.setFields(former.getFields().stream()
                .filter(field -> !field.name().equals(first))
                .map(field -> new Schema.Field(field, field.schema()))
                .toList());
        // Then
        assertThatThrownBy(() -> Compatibility.check(shorter, List.of(former)))
                .isInstanceOf(SchemaValidationException.class);
    }

    @Test
    void aNewFieldWithDefaultPasses() {
        // Given
        var former = record("FrameReceived", "io.sightline.frame.v1");
        var longer = parse(
                former.toString()
                        .replace(
                                "\"fields\":[{\"name\":\"frameId\"",
                                "\"fields\":[{\"name\":\"exposure\",\"type\":[\"null\",\"long\"],\"default\":null},{\"name\":\"frameId\""));
        // Then
        assertThat(longer.getField("exposure")).isNotNull();
        assertThatCode(() -> Compatibility.check(longer, List.of(former))).doesNotThrowAnyException();
    }

    private static Schema record(String name, String namespace) {
        return Objects.requireNonNull(SchemaFolder.CURRENT.types().get(namespace + "." + name));
    }

    private static Schema parse(String json) {
        return new Schema.Parser().parse(json);
    }
}
