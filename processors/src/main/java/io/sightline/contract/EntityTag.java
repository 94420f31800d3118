package io.sightline.contract;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Names the state of an answer (RFC 9110, 8.8.3).
 *
 * @param value without quotes
 * @param isWeak whether answers of the same tag may differ in their bytes
 */
public record EntityTag(String value, boolean isWeak) {
    /** The tag as the header {@code ETag}. */
    public String header() {
        return (isWeak ? "W/" : "") + quoted();
    }

    /** Whether the client has it already: its header {@code If-None-Match} names this tag, or any. */
    public boolean isNamedBy(@Nullable String ifNoneMatch) {
        return Optional.ofNullable(ifNoneMatch).stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .map(String::strip)
                .anyMatch(tag -> tag.equals("*") || tag.equals(quoted()) || tag.equals("W/" + quoted()));
    }

    /**
     * Whether a part of the answer belongs to what the client has: {@code If-Range} names this very tag, or is not
     * given.
     */
    public boolean isUnchangedFor(@Nullable String ifRange) {
        return ifRange == null || (!isWeak && ifRange.strip().equals(quoted()));
    }

    private String quoted() {
        return "\"" + value + "\"";
    }
}
