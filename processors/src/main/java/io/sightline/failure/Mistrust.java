package io.sightline.failure;

import javax.net.ssl.SSLException;

/** Why a server of https was not believed. It looks like an outage, and no waiting cures it. */
public final class Mistrust {
    private Mistrust() {}

    /**
     * What to add to a message about a server that does not answer: the first cause, in brackets, and the setting that
     * leads on; empty when the failure is about no certificate.
     *
     * @param failure what the client threw, with what TLS threw as its cause
     * @param setting property that names whom to believe
     */
    public static String hint(Exception failure, String setting) {
        if (!(failure.getCause() instanceof SSLException untrusted)) {
            return "";
        }
        Throwable reason = untrusted;
        while (reason.getCause() != null) {
            // The messages around the first cause are names of Java's classes, and clients of the API read this one.
            reason = reason.getCause();
        }
        return " (" + reason.getMessage() + "; " + setting + " names whom to believe)";
    }
}
