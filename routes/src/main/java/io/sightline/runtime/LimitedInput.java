package io.sightline.runtime;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;

/** Ends a body at a limit and reports when there was more. */
final class LimitedInput extends ServletInputStream {
    private final ServletInputStream body;
    private final Runnable onMore;
    private long left;

    LimitedInput(ServletInputStream body, long maxBytes, Runnable onMore) {
        this.body = body;
        this.left = maxBytes;
        this.onMore = onMore;
    }

    @Override
    public int read() throws IOException {
        var buffer = new byte[1];
        return read(buffer, 0, 1) < 0 ? -1 : buffer[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0) {
            if (body.read() >= 0) {
                onMore.run();
            }
            return -1;
        }
        var count = body.read(buffer, offset, (int) Math.min(length, left));
        left -= Math.max(count, 0);
        return count;
    }

    @Override
    public boolean isFinished() {
        return body.isFinished();
    }

    @Override
    public boolean isReady() {
        return body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
        body.setReadListener(listener);
    }
}
