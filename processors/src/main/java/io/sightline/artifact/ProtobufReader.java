package io.sightline.artifact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Walks through the fields of a file in protobuf's encoding; what is passed over is not read. */
final class ProtobufReader implements AutoCloseable {
    private static final int WINDOW = 1 << 16;
    private static final int LONGEST_VARINT = 10;

    private static final int VARINT = 0;
    private static final int EIGHT_BYTES = 1;
    private static final int BLOCK = 2;
    private static final int FOUR_BYTES = 5;

    private final FileChannel channel;
    private final long length;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW).limit(0);
    /** Of the window's first byte in the file. */
    private long start;

    private ProtobufReader(FileChannel channel, long length) {
        this.channel = channel;
        this.length = length;
    }

    /**
     * One field.
     *
     * @param isBlock whether it has a length, as texts and messages do; its content begins at the reader's position
     * @param value of a number, 0 for all else
     * @param end where the next field begins
     */
    record Field(int number, boolean isBlock, long value, long end) {}

    static ProtobufReader open(Path file) throws IOException {
        var channel = FileChannel.open(file);
        return new ProtobufReader(channel, channel.size());
    }

    long length() {
        return length;
    }

    long position() {
        return start + window.position();
    }

    /**
     * Reads a field's head, and the whole of a number.
     *
     * @param end where the message ends that it belongs to
     * @throws IllegalArgumentException when that is no protobuf
     */
    Field field(long end) throws IOException {
        var head = varint(end);
        var number = head >>> 3;
        require(number >= 1 && number <= Integer.MAX_VALUE);
        return switch ((int) (head & 7)) {
            case VARINT -> {
                var value = varint(end);
                yield new Field((int) number, false, value, position());
            }
            case EIGHT_BYTES -> new Field((int) number, false, 0, within(8, end));
            case FOUR_BYTES -> new Field((int) number, false, 0, within(4, end));
            case BLOCK -> {
                var size = varint(end);
                yield new Field((int) number, true, 0, within(size, end));
            }
            default -> throw broken();
        };
    }

    void moveTo(long position) {
        var inWindow = position - start;
        if (inWindow >= 0 && inWindow <= window.limit()) {
            window.position((int) inWindow);
        } else {
            start = position;
            window.position(0).limit(0);
        }
    }

    /** The text between here and there, of which one that is too long is no protobuf of ours. */
    String text(long end, int longest) throws IOException {
        require(end - position() <= longest);
        var bytes = new byte[(int) (end - position())];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = next(end);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private long varint(long end) throws IOException {
        long value = 0;
        for (int i = 0; i < LONGEST_VARINT; i++) {
            var next = next(end);
            value |= (long) (next & 0x7f) << (7 * i);
            if (next >= 0) {
                return value;
            }
        }
        throw broken();
    }

    private byte next(long end) throws IOException {
        require(position() < end);
        if (!window.hasRemaining()) {
            start = position();
            window.clear();
            var read = channel.read(window, start);
            window.flip();
            require(read > 0);
        }
        return window.get();
    }

    private long within(long size, long end) {
        require(size >= 0 && size <= end - position());
        return position() + size;
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw broken();
        }
    }

    private static IllegalArgumentException broken() {
        return new IllegalArgumentException("the file is no ONNX model, or only the beginning of one; export it again");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
