package io.sightline.devstack;

import java.io.IOException;

/** What a process can be told and Java cannot say: it knows SIGTERM and SIGKILL alone. */
public enum Signal {
    /** Freezes; nothing inside notices. */
    STOP,
    /** Goes on after {@link #STOP}. */
    CONT,
    /** PostgreSQL's immediate shutdown: every session is gone at once, recovery follows at the next start. */
    QUIT;

    /**
     * Sends it.
     *
     * @param process id of a process that the caller has started
     * @throws DevStackException when the process is not there
     */
    public void send(long process) {
        try {
            var status = new ProcessBuilder("kill", "-" + name(), Long.toString(process))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new DevStackException("SIG" + name() + " could not be sent to process " + process);
            }
        } catch (IOException failure) {
            throw new DevStackException("SIG" + name() + " could not be sent to process " + process, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DevStackException("interrupted while signalling process " + process, interrupted);
        }
    }
}
