package io.sightline.registry;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * The registry's wire format, as Confluent's clients write it: a zero byte, the schema's id in four bytes (big endian),
 * then the record in Avro's binary encoding.
 */
public final class WireFormat {
    private static final byte MAGIC = 0;
    private static final int HEADER_LENGTH = 5;

    private final SchemaRegistry registry;

    public WireFormat(SchemaRegistry registry) {
        this.registry = registry;
    }

    /** Puts the header before a record that is already in Avro's binary encoding. */
    public byte[] frame(Schema schema, byte[] avro) {
        return ByteBuffer.allocate(HEADER_LENGTH + avro.length)
                .put(MAGIC)
                .putInt(registry.idOf(schema))
                .put(avro)
                .array();
    }

    /**
     * Reads a record by the schema it was written with, into the type as this build knows it.
     *
     * @throws PermanentFailure UNDECODABLE_RECORD or UNKNOWN_SCHEMA
     */
    public <T extends SpecificRecordBase> T read(byte[] message, Class<T> type) {
        if (message.length < HEADER_LENGTH || message[0] != MAGIC) {
            throw undecodable(type, "does not start with a zero byte and a schema id", null);
        }
        var data = SpecificData.getForClass(type);
        var writer = registry.byId(ByteBuffer.wrap(message, 1, 4).getInt());
        var reader = new SpecificDatumReader<T>(writer, data.getSchema(type), data);
        try {
            return reader.read(null, new BoundedDecoder(message, HEADER_LENGTH));
        } catch (IOException | RuntimeException e) {
            // Whatever Avro throws, and what it hands the text to (a UUID that is none), the bytes are at fault.
            throw undecodable(type, "written as " + writer.getFullName() + ": " + e.getMessage(), e);
        }
    }

    private static PermanentFailure undecodable(
            Class<?> type, String what, @org.jspecify.annotations.Nullable Exception cause) {
        return new PermanentFailure(
                FailureCode.UNDECODABLE_RECORD, "the record is no " + type.getSimpleName() + ": it " + what, cause);
    }
}
