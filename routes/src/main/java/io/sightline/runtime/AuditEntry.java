package io.sightline.runtime;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.camel.CallNotes;
import io.sightline.camel.ContractStrategy;
import io.sightline.contract.ContractPaths;
import io.sightline.contract.Problem;
import io.sightline.failure.Quotation;
import io.sightline.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.catalina.AccessLog;
import org.jspecify.annotations.Nullable;

/**
 * What the audit log says of one call. Texts of clients have at most a hundred characters, and none that breaks a line;
 * what looks like a token is left out wherever it stands. Neither query, headers nor bodies are in it.
 *
 * @param time when the call ended, in UTC
 * @param log always {@code sightline.audit}: tells its lines from others on standard output
 * @param event {@code write}, {@code refusal} (a status of 400 to 499, 501 or 505) or {@code failure} (any other of 500
 *     and more)
 * @param code why it was refused or has failed, see {@link io.sightline.failure.FailureCode}
 * @param operation its id in the contract; absent when no contract lists the call
 * @param route path of the operation as the contract has it
 * @param resource path of what was made, or else the path that was asked for
 * @param source id of the source that was asked for, or that hides the resource from the caller
 * @param model name of the model that is to be changed
 * @param subject whom the token speaks for; absent without a valid one
 * @param client client that asked for the token
 * @param scopes what the operation asks for
 * @param remote address that the call came from
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonPropertyOrder({"time", "log", "event"})
record AuditEntry(
        String time,
        String log,
        String event,
        @Nullable String method,
        @Nullable String operation,
        @Nullable String route,
        @Nullable String resource,
        @Nullable String source,
        @Nullable String model,
        int status,
        @Nullable String code,
        @Nullable String subject,
        @Nullable String client,
        List<String> scopes,
        @Nullable String remote,
        String traceId) {
    private static final JsonMapper JSON = JsonMapper.builder()
            // No reader takes a character for the end of a line that it is not.
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    /** How the tokens of all kinds begin that Keycloak signs, and enough after it for more than a word. */
    private static final Pattern TOKEN = Pattern.compile("eyJ[A-Za-z0-9_.-]{16,}");

    AuditEntry {
        scopes = List.copyOf(scopes);
    }

    /**
     * The entry of a call that has ended.
     *
     * @param status of the answer, also when nobody was there any more to read it
     */
    static AuditEntry of(
            HttpServletRequest request,
            HttpServletResponse response,
            int status,
            Optional<ContractPaths.Found> operation,
            Instant time) {
        var notes = CallNotes.of(request);
        var caller = ContractStrategy.callerOf(request);
        var known = operation.map(ContractPaths.Found::operation);
        return new AuditEntry(
                time.toString(),
                "sightline.audit",
                status < 400 ? "write" : isRefusal(status) ? "refusal" : "failure",
                text(request.getMethod()),
                known.map(found -> found.id()).orElse(null),
                operation.map(ContractPaths.Found::template).orElse(null),
                text(resource(request, response, status)),
                text(notes.source().orElse(null)),
                text(notes.model().orElse(null)),
                status,
                code(notes, status),
                text(caller.map(Caller::subject).orElse(null)),
                text(caller.map(Caller::clientId).orElse(null)),
                known.map(found -> found.scopes().stream().sorted().toList()).orElse(List.of()),
                remote(request),
                notes.trace().traceId());
    }

    /** Whether the client was at fault: methods and versions that nobody has heard of are beyond 500. */
    static boolean isRefusal(int status) {
        return (status >= 400 && status < 500) || status == 501 || status == 505;
    }

    /** Why a call did not get what it asked for; null when it did. */
    static @Nullable String code(CallNotes notes, int status) {
        return status < 400
                ? null
                : notes.code().orElseGet(() -> Problem.ofStatus(status, null).code());
    }

    /** A line of JSON in ASCII, with its end. */
    byte[] line() {
        try {
            return (JSON.writeValueAsString(this) + "\n").getBytes(StandardCharsets.US_ASCII);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of texts and numbers can always be written", e);
        }
    }

    private static @Nullable String resource(HttpServletRequest request, HttpServletResponse response, int status) {
        var made = status < 300 ? response.getHeader("Location") : null;
        return made != null ? made : ProblemResponse.requested(request);
    }

    /** Behind a proxy that is trusted (server.forward-headers-strategy=native) its client's. */
    private static @Nullable String remote(HttpServletRequest request) {
        return text(
                request.getAttribute(AccessLog.REMOTE_ADDR_ATTRIBUTE) instanceof String forwarded
                        ? forwarded
                        : request.getRemoteAddr());
    }

    private static @Nullable String text(@Nullable String given) {
        return given == null || given.isEmpty()
                ? null
                : Quotation.of(TOKEN.matcher(given).replaceAll("[token]"));
    }
}
