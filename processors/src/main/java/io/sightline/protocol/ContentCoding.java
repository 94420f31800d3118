package io.sightline.protocol;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/** How a body is compressed. */
public enum ContentCoding {
    GZIP {
        @Override
        InputStream inflating(InputStream body) throws IOException {
            return WholeGzip.of(body);
        }

        @Override
        OutputStream deflating(OutputStream target) throws IOException {
            return new GZIPOutputStream(target) {
                {
                    def.setLevel(Deflater.BEST_SPEED);
                }
            };
        }
    },
    /** With the header and the checksum of zlib, as HTTP means it. */
    DEFLATE {
        @Override
        InputStream inflating(InputStream body) {
            return new WholeZlib(body);
        }

        @Override
        OutputStream deflating(OutputStream target) {
            return new DeflaterOutputStream(target) {
                {
                    def.setLevel(Deflater.BEST_SPEED);
                }
            };
        }
    };

    /** Name of the coding in headers. */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The coding of a body.
     *
     * @param contentEncoding value of the header, empty for a body as it is
     * @throws PermanentFailure UNSUPPORTED_MEDIA_TYPE for any other coding, or several
     */
    public static Optional<ContentCoding> ofBody(String contentEncoding) {
        var wanted = contentEncoding.strip();
        if (wanted.isEmpty() || wanted.equalsIgnoreCase("identity")) {
            return Optional.empty();
        }
        return Optional.of(named(wanted)
                .orElseThrow(() -> new PermanentFailure(
                        FailureCode.UNSUPPORTED_MEDIA_TYPE,
                        "A body with the Content-Encoding " + Refusal.quote(wanted)
                                + " is not read; send it as it is, or as gzip or deflate.")));
    }

    /** The first coding of a header {@code Accept-Encoding} that there is, unless the client puts its weight at 0. */
    public static Optional<ContentCoding> accepted(String acceptEncoding) {
        return Arrays.stream(acceptEncoding.split(","))
                .map(ContentCoding::acceptable)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /**
     * Inflates a body, and stops where it gets too long.
     *
     * @param limit most bytes that it may inflate to
     * @param room is told how many bytes there are so far, and throws when there is no room for them
     * @throws PermanentFailure BODY_TOO_LARGE above the limit, INVALID_PARAMETER when it is broken or goes on behind
     *     its end
     */
    public byte[] inflate(InputStream body, int limit, LongConsumer room) throws IOException {
        try (var inflating = inflating(body)) {
            var inflated = new CountedInput(inflating, room).readNBytes(limit);
            if (inflated.length == limit && inflating.read() >= 0) {
                throw new PermanentFailure(
                        FailureCode.BODY_TOO_LARGE,
                        "The body inflates to more than the limit of " + limit + " bytes. " + RequestReader.SMALLER);
            }
            return inflated;
        } catch (ZipException | EOFException e) {
            throw Refusal.of("The body cannot be read as " + token() + ": "
                    + (e.getMessage() == null ? "it ends too early" : e.getMessage()) + ".");
        }
    }

    /** Compresses a body, for speed rather than for size. */
    public byte[] deflate(byte[] body) {
        var bytes = new ByteArrayOutputStream();
        try (var deflating = deflating(bytes)) {
            deflating.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException("memory can always be written to", e);
        }
        return bytes.toByteArray();
    }

    abstract InputStream inflating(InputStream body) throws IOException;

    abstract OutputStream deflating(OutputStream target) throws IOException;

    private static Optional<ContentCoding> acceptable(String range) {
        var parts = range.split(";");
        var refused = Arrays.stream(parts)
                .skip(1)
                .map(part -> part.replace(" ", ""))
                .anyMatch(part -> part.matches("q=0(\\.0*)?"));
        return refused || parts.length == 0 ? Optional.empty() : named(parts[0].strip());
    }

    private static Optional<ContentCoding> named(String token) {
        return Arrays.stream(values())
                .filter(coding -> coding.token().equalsIgnoreCase(token))
                .findFirst();
    }
}
