package io.sightline.delivery;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.frame.SourceId;
import io.sightline.frame.Utf8;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Which source a record of the frames topic is from: its header {@value #HEADER} says so, or else its key. */
public final class RecordSource {
    /** Name of the header. */
    public static final String HEADER = "source-id";

    private static final int SHOWN_BYTES = 32;

    private RecordSource() {}

    /**
     * The source's id.
     *
     * @throws PermanentFailure INVALID_SOURCE that names what the record says and what is wrong with it
     */
    public static String of(ConsumedRecord record) {
        byte[] header = record.headers().get(HEADER);
        if (header != null) {
            return read("header " + HEADER, header);
        }
        byte[] key = record.key();
        if (key == null) {
            throw new PermanentFailure(
                    FailureCode.INVALID_SOURCE,
                    "the record names no source: it has neither a header " + HEADER + " nor a key; " + SourceId.RULE);
        }
        return read("key", key);
    }

    /** The same; empty when the record names no valid source. */
    public static Optional<String> find(ConsumedRecord record) {
        var header = Optional.ofNullable(record.headers().get(HEADER));
        return header.or(() -> Optional.ofNullable(record.key()))
                .flatMap(Utf8::decode)
                .filter(SourceId::isValid);
    }

    private static String read(String place, byte[] name) {
        return SourceId.check(Utf8.decode(name)
                .orElseThrow(() -> new PermanentFailure(
                        FailureCode.INVALID_SOURCE,
                        "the source id in the " + place + " is no UTF-8: " + hex(name) + "; " + SourceId.RULE)));
    }

    private static String hex(byte[] bytes) {
        var shown = HexFormat.ofDelimiter(" ").formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, SHOWN_BYTES)));
        return bytes.length > SHOWN_BYTES ? shown + " ..." : shown;
    }
}
