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
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** The context that came along, or a new one when none came that can be read. */
    public static TraceContext of(Optional<String> received) {
        return received.filter(text -> FORM.matcher(text).matches())
                .map(TraceContext::new)
                .orElseGet(TraceContext::start);
    }

    /** Id of the trace, 32 hexadecimal digits. */
    public String traceId() {
        Matcher matcher = FORM.matcher(traceparent);
        if (!matcher.matches()) {
            throw new IllegalStateException("not a traceparent: " + traceparent);
        }
        return matcher.group(1);
    }

    private static TraceContext start() {
        var ids = new byte[24];
        RANDOM.nextBytes(ids);
        var hex = HexFormat.of().formatHex(ids);
        return new TraceContext("00-" + hex.substring(0, 32) + "-" + hex.substring(32) + "-01");
    }
}
