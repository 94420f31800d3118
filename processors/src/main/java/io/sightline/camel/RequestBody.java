package io.sightline.camel;

import io.sightline.contract.ContractOperation;
import io.sightline.contract.MediaTypes;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.Quotation;
import io.sightline.protocol.ContentCoding;
import io.sightline.protocol.CountedInput;
import jakarta.activation.DataHandler;
import jakarta.activation.FileDataSource;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import org.apache.camel.Message;
import org.apache.camel.attachment.DefaultAttachmentMessage;

/** Makes the body of a request its bytes, be it sent as such, compressed, or as the only file of a form. */
final class RequestBody {
    /** More than a message shows. */
    private static final int QUOTED_BYTES = 1000;

    private static final Pattern NOTHING = Pattern.compile("\\s*(\\{\\s*})?\\s*");

    private RequestBody() {}

    /**
     * Reads the body, whole and in one piece; nothing has read it before.
     *
     * @param parts names that the file of a form may have; none for any name
     * @param maxBytes most that a compressed body may inflate to; a plain one is limited where it comes from
     * @throws PermanentFailure INVALID_PARAMETER for a form without a file, with several or one of another name, or for
     *     what breaks off; BODY_TOO_LARGE; BODY_TOO_SLOW; UNSUPPORTED_MEDIA_TYPE for an unknown compression
     * @throws io.sightline.failure.TransientFailure OVERLOADED when there is no room for it in memory
     */
    static void read(Message message, HttpServletRequest request, Set<String> parts, int maxBytes) {
        if (MediaTypes.isForm(request.getContentType())) {
            requireOneFile(parts(request), parts);
            var files = files(message);
            if (files.size() != 1) {
                throw held(files.size());
            }
            message.setBody(contents(files.get(0), room(request)));
        } else {
            message.setBody(bytes(request, maxBytes));
        }
    }

    /**
     * A field that is ignored would answer another question than was asked, and so would a file: of several that have
     * one name Camel hands over the first.
     */
    private static void requireOneFile(Collection<Part> parts, Set<String> names) {
        for (var part : parts) {
            if (part.getSubmittedFileName() == null) {
                throw new PermanentFailure(
                        FailureCode.INVALID_PARAMETER,
                        "The form has the field " + Quotation.of(part.getName())
                                + "; a form holds one file and nothing else, parameters go into the query.");
            }
        }
        if (parts.size() != 1) {
            throw held(parts.size());
        }
        var name = parts.iterator().next().getName();
        if (!names.isEmpty() && !names.contains(name)) {
            throw new PermanentFailure(
                    FailureCode.INVALID_PARAMETER,
                    "The file of the form is named " + Quotation.of(name) + "; name it "
                            + String.join(" or ", names.stream().sorted().toList()) + ".");
        }
    }

    private static PermanentFailure held(int count) {
        return new PermanentFailure(
                FailureCode.INVALID_PARAMETER,
                "A form must hold one file, held " + count + "; send one picture in each request.");
    }

    private static Collection<Part> parts(HttpServletRequest request) {
        try {
            return request.getParts();
        } catch (IOException | ServletException e) {
            throw new PermanentFailure(FailureCode.INVALID_PARAMETER, "The form cannot be read to its end.", e);
        }
    }

    private static byte[] bytes(HttpServletRequest request, int maxBytes) {
        try {
            var coding = ContentCoding.ofBody(
                    Optional.ofNullable(request.getHeader("Content-Encoding")).orElse(""));
            var bytes = coding.isPresent()
                    ? coding.get().inflate(request.getInputStream(), maxBytes, room(request))
                    : plain(request);
            requireUncut(request);
            return bytes;
        } catch (IOException e) {
            requireUncut(request);
            throw unreadable(e);
        } catch (PermanentFailure e) {
            // A compressed body that was cut off looks broken; why it was cut off is the better answer.
            requireUncut(request);
            throw e;
        }
    }

    /** Into an array of the stated length at once: a tensor of some megabytes is not copied while it grows. */
    private static byte[] plain(HttpServletRequest request) throws IOException {
        var stated = request.getIntHeader("Content-Length");
        if (stated < 0) {
            return new CountedInput(request.getInputStream(), room(request)).readAllBytes();
        }
        var bytes = new byte[stated];
        var count = request.getInputStream().readNBytes(bytes, 0, stated);
        if (count < stated) {
            throw new EOFException("it ends after " + count + " of " + stated + " bytes");
        }
        return bytes;
    }

    private static void requireUncut(HttpServletRequest request) {
        if (request.getAttribute(ContractStrategy.BODY_FAILURE) instanceof PermanentFailure failure) {
            throw failure;
        }
    }

    private static LongConsumer room(HttpServletRequest request) {
        return request.getAttribute(ContractStrategy.BODY_ROOM) instanceof LongConsumer room ? room : bytes -> {};
    }

    /**
     * Lets a request pass whose body says nothing: none, white space, or {@code {}}. One that is ignored would have
     * another thing done than was asked for.
     *
     * @throws PermanentFailure INVALID_PARAMETER that quotes the body and names the parameters of the query;
     *     BODY_TOO_SLOW
     */
    static void requireNone(ContractOperation operation, HttpServletRequest request) {
        var body = MediaTypes.isForm(request.getContentType()) ? "a form" : beginning(request);
        if (NOTHING.matcher(body).matches()) {
            return;
        }
        var names = operation.parameters().stream()
                .filter(parameter -> parameter.in().equals("query"))
                .map(parameter -> "?" + parameter.name() + "=")
                .toList();
        throw new PermanentFailure(
                FailureCode.INVALID_PARAMETER,
                "No body is read here, was " + Quotation.of(body)
                        + (names.isEmpty() ? "; send none." : "; say it in the query: " + String.join(", ", names)));
    }

    private static String beginning(HttpServletRequest request) {
        try {
            var bytes = request.getInputStream().readNBytes(QUOTED_BYTES);
            requireUncut(request);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            requireUncut(request);
            throw unreadable(e);
        }
    }

    private static PermanentFailure unreadable(IOException cause) {
        return new PermanentFailure(
                FailureCode.INVALID_PARAMETER, "The body cannot be read to its end: " + cause.getMessage(), cause);
    }

    /** Files of forms stay on disk unless they are deleted, refused requests included. */
    static void deleteFiles(Message message) {
        for (var file : files(message)) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static List<Path> files(Message message) {
        var attachments = new DefaultAttachmentMessage(message).getAttachments();
        Collection<DataHandler> handlers = attachments == null ? List.of() : attachments.values();
        return handlers.stream()
                .map(DataHandler::getDataSource)
                .filter(FileDataSource.class::isInstance)
                .map(source -> ((FileDataSource) source).getFile().toPath())
                .toList();
    }

    private static byte[] contents(Path file, LongConsumer room) {
        try {
            room.accept(Files.size(file));
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
