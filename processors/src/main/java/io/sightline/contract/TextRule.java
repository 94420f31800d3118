package io.sightline.contract;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.Quotation;
import io.swagger.v3.oas.models.media.Schema;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/** What a parameter of type text may be: its length, characters, enumeration, pattern and format. */
record TextRule(String name, Schema<?> schema) {
    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", Pattern.CASE_INSENSITIVE);

    Object read(String value) {
        var length = value.codePointCount(0, value.length());
        if (schema.getMinLength() != null && length < schema.getMinLength()) {
            throw refused(name, "must have at least " + schema.getMinLength() + " characters", value);
        }
        if (schema.getMaxLength() != null && length > schema.getMaxLength()) {
            throw refused(name, "must have at most " + schema.getMaxLength() + " characters", value);
        }
        if (value.codePoints().anyMatch(Quotation::isControl)) {
            throw refused(name, "must hold no control characters", value);
        }
        if (schema.getEnum() != null && !schema.getEnum().contains(value)) {
            throw refused(name, "must be one of " + schema.getEnum(), value);
        }
        if (schema.getPattern() != null
                && !Pattern.compile(schema.getPattern()).matcher(value).find()) {
            throw refused(name, "must match " + schema.getPattern(), value);
        }
        return switch (schema.getFormat() == null ? "" : schema.getFormat()) {
            case "uuid" -> uuid(value);
            case "date-time" -> time(value);
            default -> value;
        };
    }

    private Object uuid(String value) {
        if (!UUID_FORM.matcher(value).matches()) {
            throw refused(name, "must be a UUID", value);
        }
        return UUID.fromString(value).toString().toLowerCase(Locale.ROOT);
    }

    /** RFC 3339 knows years of four digits only, and no database stores the year 0. */
    private Instant time(String value) {
        OffsetDateTime time;
        try {
            time = OffsetDateTime.parse(value).withOffsetSameInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw refused(name, "must be a time such as 2026-11-01T08:00:00Z", value);
        }
        if (time.getYear() < 1 || time.getYear() > 9998) {
            throw refused(name, "must be a time of the years 1 to 9998 (UTC)", value);
        }
        return time.toInstant();
    }

    static PermanentFailure refused(String name, String rule, String value) {
        return new PermanentFailure(FailureCode.INVALID_PARAMETER, name + " " + rule + ", was " + quote(value) + ".");
    }

    /** The value, harmless for logs and of bounded length. */
    static String quote(String value) {
        return Quotation.of(value);
    }
}
