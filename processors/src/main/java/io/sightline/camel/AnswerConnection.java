package io.sightline.camel;

/** What a long answer asks of the connection that it goes out on. */
public interface AnswerConnection {
    /** Attribute of a servlet request that holds it. */
    String ATTRIBUTE = "sightline.connection";

    /** Lifts the time limit of the request: the answer goes on for as long as the client reads. */
    void keepOpen();

    /** Closes the connection at once, so that what has gone out cannot be taken for a whole answer. */
    void cut();
}
