package io.sightline.camel;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import jakarta.activation.DataHandler;
import jakarta.activation.FileDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.apache.camel.Message;
import org.apache.camel.attachment.DefaultAttachmentMessage;

/** Makes the body of an upload its bytes, be it sent as such or as the only file of a form. */
final class PictureBody {
    private PictureBody() {}

    /** Throws INVALID_PARAMETER for a form without a file, or with several. */
    static void read(Message message, boolean isForm) {
        var files = files(message);
        if (isForm && files.size() != 1) {
            throw new PermanentFailure(
                    FailureCode.INVALID_PARAMETER, "A form must hold one file, held " + files.size() + ".");
        }
        var bytes = files.isEmpty() ? message.getBody(byte[].class) : contents(files.get(0));
        message.setBody(bytes == null ? new byte[0] : bytes);
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

    private static byte[] contents(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
