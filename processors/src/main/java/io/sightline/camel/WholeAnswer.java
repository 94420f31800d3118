package io.sightline.camel;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An answer that is made while it goes out, and that reaches its end or none: Camel would end the answer properly after
 * a failure too, as if this were all.
 */
final class WholeAnswer extends FilterInputStream {
    private static final Logger LOG = LoggerFactory.getLogger(WholeAnswer.class);

    private final @Nullable AnswerConnection connection;
    private final String traceId;

    /** @param connection null where nothing is known of one, as in a test of a route */
    WholeAnswer(InputStream answer, @Nullable AnswerConnection connection, String traceId) {
        super(answer);
        this.connection = connection;
        this.traceId = traceId;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            if (connection != null) {
                connection.keepOpen();
            }
            return super.read(target, offset, length);
        } catch (IOException | RuntimeException e) {
            if (connection != null) {
                connection.cut();
            }
            LOG.atWarn()
                    .addKeyValue("traceId", traceId)
                    .addKeyValue("reason", String.valueOf(e.getMessage()))
                    .log("An answer broke off after a part of it had gone out; the connection was closed");
            throw e instanceof IOException failure ? failure : new IOException(e);
        }
    }
}
