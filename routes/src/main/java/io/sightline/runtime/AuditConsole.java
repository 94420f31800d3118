package io.sightline.runtime;

/** Lines of the audit log on standard output. Once that has refused one, it is broken for good. */
@SuppressWarnings("SystemOut")
final class AuditConsole implements AuditLines {
    @Override
    public synchronized boolean write(byte[] line) {
        var output = System.out;
        output.write(line, 0, line.length);
        // Flushes, too: the stream itself tells nobody what has failed.
        return !output.checkError();
    }

    @Override
    public void close() {
        // Others write there as well.
    }
}
