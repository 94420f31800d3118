package io.sightline.contract;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/** Whether a request's media types are those of its operation. What is in the body is judged by its bytes, later. */
public final class MediaTypes {
    private MediaTypes() {}

    /**
     * Lets a body of a listed type pass, and one of no stated type.
     *
     * @throws PermanentFailure UNSUPPORTED_MEDIA_TYPE that names type and permitted types
     */
    public static void requireReadable(ContractOperation operation, @Nullable String contentType) {
        if (operation.reads().isEmpty() || contentType == null) {
            return;
        }
        try {
            var given = MimeTypeUtils.parseMimeType(contentType);
            if (operation.reads().stream().map(MimeTypeUtils::parseMimeType).anyMatch(given::equalsTypeAndSubtype)) {
                requireUtf8(given, contentType);
                return;
            }
        } catch (InvalidMimeTypeException e) {
            // Refused below like any other type that is not listed.
        }
        throw new PermanentFailure(
                FailureCode.UNSUPPORTED_MEDIA_TYPE,
                "A body of the type " + TextRule.quote(contentType) + " is not read here; send Content-Type: "
                        + String.join(", or ", operation.reads()) + ".");
    }

    /** JSON has no charset (RFC 8259); one that is stated all the same is not read otherwise than it says. */
    private static void requireUtf8(MimeType given, String contentType) {
        var isJson = given.getSubtype().equals("json");
        if (isJson && given.getCharset() != null && !StandardCharsets.UTF_8.equals(given.getCharset())) {
            throw new PermanentFailure(
                    FailureCode.UNSUPPORTED_MEDIA_TYPE,
                    "JSON is read as UTF-8 alone, the Content-Type is " + TextRule.quote(contentType)
                            + "; send UTF-8, and Content-Type: application/json.");
        }
    }

    /**
     * Lets a request pass that accepts one of the answers, or states nothing.
     *
     * @param accept values of the header {@code Accept}
     * @throws PermanentFailure NOT_ACCEPTABLE that names the accepted and the possible types
     */
    public static void requireAcceptable(ContractOperation operation, List<String> accept) {
        choose(operation, accept);
    }

    /**
     * The answer that the client likes best, of equals the one that the contract names first; empty for an operation
     * that answers nothing.
     *
     * @param accept values of the header {@code Accept}; none of them accepts all
     * @throws PermanentFailure NOT_ACCEPTABLE that names the accepted and the possible types
     */
    public static Optional<String> choose(ContractOperation operation, List<String> accept) {
        var wanted = String.join(",", accept);
        if (wanted.isBlank() || operation.answers().isEmpty()) {
            return operation.answers().stream().findFirst();
        }
        try {
            var accepted = MimeTypeUtils.parseMimeTypes(wanted);
            var best = operation.answers().stream()
                    // Of equals it keeps the first.
                    .reduce((one, other) -> quality(accepted, other) > quality(accepted, one) ? other : one)
                    .orElseThrow();
            if (quality(accepted, best) > 0) {
                return Optional.of(best);
            }
        } catch (InvalidMimeTypeException | NumberFormatException e) {
            // Refused below like types that cannot be given.
        }
        throw new PermanentFailure(
                FailureCode.NOT_ACCEPTABLE,
                "None of " + TextRule.quote(wanted) + " can be answered; accept one of "
                        + String.join(", ", operation.answers()) + ".");
    }

    /**
     * Lets a request pass that accepts an answer of the one type that it can only have, or states nothing.
     *
     * @param accept values of the header {@code Accept}
     * @throws PermanentFailure NOT_ACCEPTABLE that names the type and the accepted ones
     */
    public static void requireAcceptable(String type, List<String> accept) {
        var wanted = String.join(",", accept);
        if (!wanted.isBlank() && quality(MimeTypeUtils.parseMimeTypes(wanted), type) == 0) {
            throw new PermanentFailure(
                    FailureCode.NOT_ACCEPTABLE,
                    "The picture is " + type + ", which is none of " + TextRule.quote(wanted) + "; accept " + type
                            + ", image/* or */*.");
        }
    }

    /** How much an answer is liked, 0 for not at all: what is said of it most exactly counts (RFC 9110, 12.5.1). */
    private static double quality(List<MimeType> accepted, String answer) {
        var given = MimeTypeUtils.parseMimeType(answer);
        return accepted.stream()
                .filter(range -> range.includes(given))
                .max(Comparator.comparingInt(MediaTypes::exactness))
                .map(range -> range.getParameter("q"))
                .map(Double::parseDouble)
                .orElseGet(() -> accepted.stream().anyMatch(range -> range.includes(given)) ? 1.0 : 0.0);
    }

    private static int exactness(MimeType range) {
        if (range.isWildcardType()) {
            return 0;
        }
        return range.isWildcardSubtype() ? 1 : 2;
    }

    /** Whether the body is a form that holds files. */
    public static boolean isForm(@Nullable String contentType) {
        return contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith("multipart/");
    }
}
