package io.sightline.runtime;

/** Where lines of the audit log go. */
interface AuditLines extends AutoCloseable {
    /**
     * Writes a line and waits until it is there.
     *
     * @param line with its end
     * @return false when it is not there; nothing is known then of a part of it
     */
    boolean write(byte[] line);

    @Override
    void close();
}
