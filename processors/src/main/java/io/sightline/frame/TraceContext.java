package io.sightline.frame;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A W3C trace context, as the header {@code traceparent} carries it.
 *
 * @param traceparent for example {@code 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01}
 */
public record TraceContext(String traceparent) {
    private static final Pattern FORM =
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]([0-9a-f])");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** The context that came along, or a new one when none came that can be read. */
    public static TraceContext of(Optional<String> received) {
        return read(received).orElseGet(TraceContext::start);
    }

    /** The context that came along, when it can be read. */
    public static Optional<TraceContext> read(Optional<String> received) {
        return received.filter(text -> FORM.matcher(text).matches()).map(TraceContext::new);
    }

    /** Id of the trace, 32 hexadecimal digits. */
    public String traceId() {
        return parts().group(1);
    }

    /** Id of the span that whatever happens in this context is a part of, 16 hexadecimal digits. */
    public String spanId() {
        return parts().group(2);
    }

    /** Whether whoever began the trace wants to see it. */
    public boolean isSampled() {
        return (Character.digit(parts().group(3).charAt(0), 16) & 1) == 1;
    }

    private Matcher parts() {
        Matcher matcher = FORM.matcher(traceparent);
        if (!matcher.matches()) {
            throw new IllegalStateException("not a traceparent: " + traceparent);
        }
        return matcher;
    }

    private static TraceContext start() {
        var ids = new byte[24];
        RANDOM.nextBytes(ids);
        var hex = HexFormat.of().formatHex(ids);
        return new TraceContext("00-" + hex.substring(0, 32) + "-" + hex.substring(32) + "-01");
    }
}
