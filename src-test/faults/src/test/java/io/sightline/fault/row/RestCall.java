package io.sightline.fault.row;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One request of a client.
 *
 * @param title what the client wants, for messages
 * @param isRepeatable whether it may be sent again when its connection broke and nobody knows what became of it
 * @param wanted status of the answer that is none of a failure
 * @param request makes it for a process
 * @param done takes the wanted answer
 */
record RestCall(
        String title,
        boolean isRepeatable,
        int wanted,
        Function<URI, HttpRequest> request,
        Consumer<HttpResponse<String>> done) {}
