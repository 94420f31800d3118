package io.sightline.camel;

import io.sightline.contract.ErrorForm;
import io.sightline.contract.Problem;
import io.sightline.failure.Dependency;
import io.sightline.failure.Failure;
import io.sightline.failure.FailureClassifier;
import io.sightline.failure.FailureCode;
import io.sightline.failure.Quotation;
import io.sightline.failure.TransientFailure;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers a failed exchange in the form of its API. Tells the client what it can act on, and the log the rest. */
final class ProblemAnswer {
    /** Scopes that are being required, for the challenge of a 403; none when something else is forbidden. */
    static final String REQUIRED_SCOPES = "sightline.requiredScopes";

    /** The {@link ErrorForm} of the API that was called. */
    static final String FORM = "sightline.errorForm";

    /** Whether the request came without a token, for the challenge of a 401. */
    static final String NO_TOKEN = "sightline.noToken";

    private static final String CAUSE = "Its cause is in the log of the server, by the trace id.";

    private static final List<String> STORE_CLIENT = List.of("io.minio.", "okhttp3.");

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAnswer.class);

    private final FailureClassifier classifier = new FailureClassifier();
    private final OncePerMinute overloads = new OncePerMinute(System::nanoTime);
    /** By the name that a request has for the model that it ran: there are no more of them than models that fail. */
    private final Map<String, OncePerMinute> brokenModels = new ConcurrentHashMap<>();

    /** Replaces what the exchange holds by the answer. */
    void answer(Exchange exchange, Throwable thrown) {
        var failure = classifier.classify(thrown);
        var traceId = RequestTrace.idOf(exchange);
        var away = away(failure);
        var detail = FailureClassifier.isOurs(thrown) ? failure.getMessage() : whoIsAway(away) + CAUSE;
        log(exchange, failure, away, traceId, thrown);
        var code = failure.code();
        var message = exchange.getMessage();
        message.removeHeaders("*", "CamelHttpServlet*");
        challenge(exchange, message, failure);
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, code.httpStatus());
        var form = exchange.getProperty(FORM, ErrorForm.PROBLEM, ErrorForm.class);
        message.setHeader(Exchange.CONTENT_TYPE, form.mediaType());
        var problem = Problem.of(code, code.httpStatus(), detail, traceId);
        CallNotes.of(exchange).ifPresent(notes -> notes.refused(problem));
        problem.headers().forEach(message::setHeader);
        if (code == FailureCode.UNAUTHENTICATED && exchange.getProperty(NO_TOKEN, false, Boolean.class)) {
            message.setHeader("WWW-Authenticate", Problem.CHALLENGE);
        }
        message.setBody(form.body(problem));
        exchange.setException(null);
        exchange.removeProperty(Exchange.EXCEPTION_CAUGHT);
    }

    private static void challenge(Exchange exchange, Message message, Failure failure) {
        var scopes = exchange.getProperty(REQUIRED_SCOPES, Collection.class);
        if (failure.code() == FailureCode.FORBIDDEN && scopes != null) {
            var words = String.join(
                    " ", scopes.stream().map(Object::toString).sorted().toList());
            message.setHeader(
                    "WWW-Authenticate",
                    "Bearer realm=\"sightline\", error=\"insufficient_scope\", scope=\"" + words + "\"");
        }
    }

    /** Which server, and not where it is: that is nothing for clients, and in the log. */
    private static String whoIsAway(Optional<Dependency> away) {
        return away.map(server -> server.title() + " is away; ask again later. ")
                .orElse("");
    }

    /**
     * The client of the object store throws what its sockets do, unwrapped, and so does everybody who reads or writes
     * anything: that is a word about the store only when it comes out of its client.
     */
    private static Optional<Dependency> away(Failure failure) {
        if (!(failure instanceof TransientFailure outage)) {
            return Optional.empty();
        }
        return outage.getCause() instanceof IOException broken && !isOfTheStore(broken)
                ? outage.dependency().filter(server -> server != Dependency.S3)
                : outage.dependency();
    }

    private static boolean isOfTheStore(IOException broken) {
        return Arrays.stream(broken.getStackTrace())
                .map(StackTraceElement::getClassName)
                .anyMatch(name -> STORE_CLIENT.stream().anyMatch(name::startsWith));
    }

    private void log(Exchange exchange, Failure failure, Optional<Dependency> away, String traceId, Throwable thrown) {
        // Of what we foresee only a model that cannot be computed is unexpected: it fails for each request alike.
        if (failure.code() == FailureCode.UNEXPECTED_FAILURE && FailureClassifier.isOurs(thrown)) {
            var model = exchange.getMessage().getHeader("model", "the default one", String.class);
            brokenModels
                    .computeIfAbsent(model, name -> new OncePerMinute(System::nanoTime))
                    .count()
                    .ifPresent(failed -> LOG.atError()
                            .addKeyValue("traceId", traceId)
                            .addKeyValue("model", Quotation.of(model))
                            .addKeyValue("failed", failed)
                            .setCause(thrown)
                            .log("A model fails unexpectedly; this is said once a minute"));
        } else if (failure.code() == FailureCode.UNEXPECTED_FAILURE) {
            LOG.atError().addKeyValue("traceId", traceId).setCause(thrown).log("A request failed unexpectedly");
        } else if (failure.code() == FailureCode.OVERLOADED) {
            overloads
                    .count()
                    .ifPresent(refused -> LOG.atWarn()
                            .addKeyValue("refused", refused)
                            .addKeyValue("reason", failure.getMessage())
                            .log("Requests are refused for overload; this is said once a minute"));
        } else if (failure.code().httpStatus() >= 500) {
            LOG.atWarn()
                    .addKeyValue("traceId", traceId)
                    .addKeyValue("code", failure.code())
                    .addKeyValue("dependency", away.map(Dependency::label).orElse("unknown"))
                    .addKeyValue("reason", failure.getMessage())
                    .log("A request failed");
        }
    }
}
