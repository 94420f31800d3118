package io.sightline.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/** Inflates zlib to its end and refuses what follows it, of which the JDK's stream takes no notice. */
final class WholeZlib extends InflaterInputStream {
    WholeZlib(InputStream body) {
        super(body);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        var count = super.read(buffer, offset, length);
        if (count < 0 && (inf.getRemaining() > 0 || in.read() >= 0)) {
            throw new ZipException("there are bytes behind its end");
        }
        return count;
    }
}
