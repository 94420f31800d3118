package io.sightline.registry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Reads Avro's binary encoding and believes no length that is more than what follows. Avro's own decoder reserves the
 * memory first, so that eleven bytes on a topic could end the process; its limits are settings of the whole JVM.
 */
final class BoundedDecoder extends Decoder {
    private final ByteArrayInputStream left;
    private final Decoder in;

    BoundedDecoder(byte[] message, int start) {
        left = new ByteArrayInputStream(message, start, message.length - start);
        // Unbuffered, so that what is left of the message is known.
        in = DecoderFactory.get().directBinaryDecoder(left, null);
    }

    @Override
    public Utf8 readString(@Nullable Utf8 old) throws IOException {
        return new Utf8(readWhole());
    }

    @Override
    public String readString() throws IOException {
        return new String(readWhole(), StandardCharsets.UTF_8);
    }

    @Override
    public void skipString() throws IOException {
        in.skipFixed(within(in.readLong()));
    }

    @Override
    public ByteBuffer readBytes(@Nullable ByteBuffer old) throws IOException {
        return ByteBuffer.wrap(readWhole());
    }

    @Override
    public void skipBytes() throws IOException {
        skipString();
    }

    // No element of the contracts is empty: each takes a byte at least.
    @Override
    public long readArrayStart() throws IOException {
        return within(in.readArrayStart());
    }

    @Override
    public long arrayNext() throws IOException {
        return within(in.arrayNext());
    }

    @Override
    public long readMapStart() throws IOException {
        return within(in.readMapStart());
    }

    @Override
    public long mapNext() throws IOException {
        return within(in.mapNext());
    }

    private byte[] readWhole() throws IOException {
        var bytes = new byte[within(in.readLong())];
        in.readFixed(bytes);
        return bytes;
    }

    private int within(long length) {
        if (length < 0 || length > left.available()) {
            throw new AvroRuntimeException("a length of " + length + " where " + left.available() + " bytes are left");
        }
        return (int) length;
    }

    @Override
    public long skipArray() throws IOException {
        return in.skipArray();
    }

    @Override
    public long skipMap() throws IOException {
        return in.skipMap();
    }

    @Override
    public void readNull() throws IOException {
        in.readNull();
    }

    @Override
    public boolean readBoolean() throws IOException {
        return in.readBoolean();
    }

    @Override
    public int readInt() throws IOException {
        return in.readInt();
    }

    @Override
    public long readLong() throws IOException {
        return in.readLong();
    }

    @Override
    public float readFloat() throws IOException {
        return in.readFloat();
    }

    @Override
    public double readDouble() throws IOException {
        return in.readDouble();
    }

    @Override
    public void readFixed(byte[] bytes, int start, int length) throws IOException {
        in.readFixed(bytes, start, length);
    }

    @Override
    public void skipFixed(int length) throws IOException {
        in.skipFixed(length);
    }

    @Override
    public int readEnum() throws IOException {
        return in.readEnum();
    }

    @Override
    public int readIndex() throws IOException {
        return in.readIndex();
    }
}
