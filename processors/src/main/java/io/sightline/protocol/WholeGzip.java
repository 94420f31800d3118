package io.sightline.protocol;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Inflates gzip to its end, be it of one member or of several (RFC 1952, 2.2), and refuses what follows the last one:
 * the JDK's stream takes no notice of it.
 */
final class WholeGzip extends GZIPInputStream {
    private static final int TRAILER = 8;

    private final Source source;
    /** How many bytes the source had given when the inflater got its last ones. */
    private long filled;

    private WholeGzip(Source source) throws IOException {
        super(source);
        this.source = source;
    }

    static WholeGzip of(InputStream body) throws IOException {
        return new WholeGzip(new Source(body));
    }

    @Override
    protected void fill() throws IOException {
        super.fill();
        filled = source.given;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        var count = super.read(buffer, offset, length);
        if (count < 0 && inf.getRemaining() + source.given - filled != TRAILER) {
            throw new ZipException("there are bytes behind its end");
        }
        return count;
    }

    /**
     * Says that there is more as long as the body has not ended, by reading ahead: by what a body has by chance at hand
     * the JDK's stream decides whether another member may follow.
     */
    private static final class Source extends FilterInputStream {
        private long given;

        Source(InputStream body) {
            super(new PushbackInputStream(body, 1));
        }

        @Override
        public int read() throws IOException {
            var next = super.read();
            given += next < 0 ? 0 : 1;
            return next;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            var count = super.read(buffer, offset, length);
            given += Math.max(count, 0);
            return count;
        }

        @Override
        public int available() throws IOException {
            var next = in.read();
            if (next < 0) {
                return 0;
            }
            ((PushbackInputStream) in).unread(next);
            return 1;
        }
    }
}
