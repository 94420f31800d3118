package io.sightline.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.sightline.Samples;
import io.sightline.claim.v1.ClaimRef;
import io.sightline.delivery.v1.DeadLetter;
import io.sightline.delivery.v1.Origin;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.frame.v1.FrameReceived;
import io.sightline.inference.v1.InferenceCompleted;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.RawMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireFormatTest {
    private final InMemoryRegistry registry = new InMemoryRegistry();
    private final WireFormat format = new WireFormat(registry);
    private final FrameReceived frame = Samples.frame(Samples.text("picture"));

    @Test
    void startsWithAZeroByteAndTheIdOfTheSchema() throws IOException {
        registry.idOf(ClaimRef.getClassSchema());

        var message = write(frame);

        assertThat(Arrays.copyOf(message, 5)).containsExactly(0, 0, 0, 0, 2);
        assertThat(Arrays.copyOfRange(message, 5, message.length)).isEqualTo(encode(frame));
    }

    @Test
    void readsWhatItWrote() throws IOException {
        assertThat(format.read(write(frame), FrameReceived.class)).isEqualTo(frame);
    }

    @Test
    void readsALaterVersionAndAnEarlierOne() throws IOException {
        var earlier = versionOfOrigin("");
        var later = versionOfOrigin(", {\"name\": \"cluster\", \"type\": \"string\", \"default\": \"\"}");

        for (var writer : new Schema[] {earlier, later}) {
            var builder = new GenericRecordBuilder(writer)
                    .set("topic", "frames")
                    .set("topicId", Samples.TOPIC_ID.toString())
                    .set("partition", 3)
                    .set("offset", 42L)
                    .set("timestamp", 1L);
            var output = new ByteArrayOutputStream();
            var encoder = EncoderFactory.get().binaryEncoder(output, null);
            new GenericDatumWriter<>(writer).write(builder.build(), encoder);
            encoder.flush();

            var read = format.read(format.frame(writer, output.toByteArray()), Origin.class);

            assertThat(read.getOffset()).isEqualTo(42);
        }
    }

    @Test
    void fillsAFieldThatTheWriterLackedWithItsDefault() throws IOException {
        var fields = FrameReceived.getClassSchema().getFields().stream()
                .filter(field -> !field.name().equals("attributes"))
                .map(field -> new Schema.Field(field, field.schema()))
                .toList();
        var writer = Schema.createRecord("FrameReceived", null, "io.sightline.frame.v1", false, fields);
        var whole = encode(frame);
        // The map is the last field, and empty: one byte.
        var lacking = Arrays.copyOf(whole, whole.length - 1);

        assertThat(format.read(format.frame(writer, lacking), FrameReceived.class)
                        .getAttributes())
                .isEqualTo(Map.of());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void refusesWhatIsTooShortForAHeader(int length) {
        assertUndecodable(new byte[length]);
    }

    @Test
    void refusesWhatDoesNotStartWithAZeroByte() throws IOException {
        var message = write(frame);
        message[0] = 1;

        assertUndecodable(message);
    }

    @Test
    void refusesEveryRecordThatEndsTooEarly() throws IOException {
        var message = write(frame);

        for (int length = 5; length < message.length; length++) {
            assertUndecodable(Arrays.copyOf(message, length));
        }
    }

    @Test
    void refusesAnotherRecordsType() throws IOException {
        var message = write(frame);

        assertThatThrownBy(() -> format.read(message, ClaimRef.class))
                .hasMessageContaining("the record is no ClaimRef")
                .hasMessageContaining("written as io.sightline.frame.v1.FrameReceived")
                .extracting(failure -> ((PermanentFailure) failure).code())
                .isEqualTo(FailureCode.UNDECODABLE_RECORD);
    }

    @Test
    void saysWhenTheSchemaIsUnknown() {
        assertThatThrownBy(() -> format.read(new byte[] {0, 0, 0, 0, 99, 1}, FrameReceived.class))
                .extracting(failure -> ((PermanentFailure) failure).code())
                .isEqualTo(FailureCode.UNKNOWN_SCHEMA);
    }

    @Test
    void refusesAUuidThatIsNone() throws IOException {
        var message = write(frame);
        // After header and the length of the text
        message[6] = 'x';

        assertUndecodable(message);
    }

    /** A length of almost 2 GiB, then nothing: to reserve the memory first could end the process. */
    @ParameterizedTest
    @ValueSource(longs = {1 << 20, Integer.MAX_VALUE - 100, Integer.MAX_VALUE, Long.MAX_VALUE, -5, Long.MIN_VALUE})
    void refusesALengthThatIsMoreThanWhatFollows(long length) throws IOException {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        assertUndecodable(lengthFirst(ClaimRef.getClassSchema(), "bucket", length), ClaimRef.class);
        assertUndecodable(lengthFirst(DeadLetter.getClassSchema(), "message", length), DeadLetter.class);
        assertUndecodable(lengthFirst(DeadLetter.getClassSchema(), "originalHeaders", length), DeadLetter.class);
        assertUndecodable(
                lengthFirst(InferenceCompleted.getClassSchema(), "detections", length), InferenceCompleted.class);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(64 << 20);
    }

    @Test
    void anyBytesAreReadOrRefusedAndNothingElse() throws IOException {
        var random = new Random(7);
        var whole = write(frame);
        for (int round = 0; round < 20_000; round++) {
            var message = whole.clone();
            for (int change = 0; change <= round % 4; change++) {
                message[5 + random.nextInt(message.length - 5)] = (byte) random.nextInt();
            }
            try {
                assertThat(format.read(message, FrameReceived.class)).isNotNull();
            } catch (PermanentFailure refused) {
                assertThat(refused.code()).isEqualTo(FailureCode.UNDECODABLE_RECORD);
            }
        }
    }

    private void assertUndecodable(byte[] message) {
        assertUndecodable(message, FrameReceived.class);
    }

    private void assertUndecodable(byte[] message, Class<? extends SpecificRecordBase> type) {
        assertThatThrownBy(() -> format.read(message, type))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("the record is no " + type.getSimpleName())
                .extracting(failure -> ((PermanentFailure) failure).code())
                .isEqualTo(FailureCode.UNDECODABLE_RECORD);
    }

    /** A message that begins, and ends, with the length of this field. */
    private byte[] lengthFirst(Schema schema, String field, long length) throws IOException {
        var first = schema.getField(field);
        var fields = Stream.concat(Stream.of(first), schema.getFields().stream().filter(other -> other != first))
                .map(each -> new Schema.Field(each, each.schema()))
                .toList();
        var writer = Schema.createRecord(schema.getName(), null, schema.getNamespace(), false, fields);
        var output = new ByteArrayOutputStream();
        EncoderFactory.get().directBinaryEncoder(output, null).writeLong(length);
        return format.frame(writer, output.toByteArray());
    }

    private byte[] write(FrameReceived record) throws IOException {
        return format.frame(record.getSchema(), encode(record));
    }

    private static byte[] encode(FrameReceived record) throws IOException {
        ByteBuffer encoded = new RawMessageEncoder<FrameReceived>(
                        SpecificData.getForClass(FrameReceived.class), record.getSchema())
                .encode(record);
        return Arrays.copyOfRange(
                encoded.array(), encoded.arrayOffset() + encoded.position(), encoded.arrayOffset() + encoded.limit());
    }

    private static Schema versionOfOrigin(String addition) {
        return new Schema.Parser().parse("""
                {"type": "record", "name": "Origin", "namespace": "io.sightline.delivery.v1", "fields": [
                  {"name": "topic", "type": "string"}, {"name": "topicId", "type": "string"},
                  {"name": "partition", "type": "int"}, {"name": "offset", "type": "long"},
                  {"name": "timestamp", "type": "long"}%s]}""".formatted(addition));
    }
}
