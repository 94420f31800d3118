package io.sightline.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.camel.CallNotes;
import io.sightline.camel.ContractStrategy;
import io.sightline.contract.ContractOperation;
import io.sightline.contract.ErrorForm;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Objects;
import java.util.Set;
import org.apache.catalina.AccessLog;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the audit log, of every call that changes something or is refused, whoever refuses it; and counts refusals and
 * failures. Tomcat tells an access log of each call once, when it has ended, be it one that no filter and no route has
 * seen.
 *
 * <p>An inference changes nothing, and is in the audit log only when it is refused.
 */
final class AuditValve extends ValveBase implements AccessLog {
    private static final Logger LOG = LoggerFactory.getLogger(AuditValve.class);
    private static final String ANSWERED = AuditValve.class.getName() + ".status";
    private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");
    private static final Set<String> CHANGES_NOTHING = Set.of("inference:invoke");

    private final ContractStrategy contract;
    private final AuditLog log;
    private final MeterRegistry meters;
    private final Clock clock;

    AuditValve(ContractStrategy contract, AuditLog log, MeterRegistry meters, Clock clock) {
        super(true);
        this.contract = contract;
        this.log = log;
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        getNext().invoke(request, response);
        if (!request.isAsync()) {
            // Tomcat writes a failure of its own over it when the connection cannot go on.
            request.setAttribute(ANSWERED, response.getStatus());
        }
    }

    @Override
    public void log(Request request, Response response, long time) {
        try {
            report(request, response);
        } catch (RuntimeException e) {
            // Thrown on, it would end the connection and still be in no log.
            log.countLost();
            LOG.atError().setCause(e).log("A call could not be written into the audit log");
        }
    }

    @Override
    public void setRequestAttributesEnabled(boolean enabled) {
        // The addresses that trusted proxies name always count.
    }

    @Override
    public boolean getRequestAttributesEnabled() {
        return true;
    }

    private void report(HttpServletRequest request, HttpServletResponse response) {
        var status = request.getAttribute(ANSWERED) instanceof Integer answered ? answered : response.getStatus();
        var isWrite = request.getMethod() != null && WRITES.contains(request.getMethod());
        if (status < 400 && !isWrite) {
            return;
        }
        var code = AuditEntry.code(CallNotes.of(request), status);
        if (code != null) {
            meters.counter("sightline.http.refusals", "code", code, "contract", contractOf(request))
                    .increment();
        }
        var operation = contract.find(request);
        var isChange = isWrite
                && operation.map(found -> isChange(found.operation())).orElse(!StartingFilter.hasAnswered(request));
        if (isChange || AuditEntry.isRefusal(status)) {
            log.write(AuditEntry.of(request, response, status, operation, clock.instant()));
        }
    }

    private static boolean isChange(ContractOperation operation) {
        return !operation.scopes().equals(CHANGES_NOTHING);
    }

    /** Of few values, whatever a client sends. */
    private static String contractOf(HttpServletRequest request) {
        var path = ProblemResponse.requested(request);
        if (ErrorForm.at(path) == ErrorForm.OPEN_INFERENCE) {
            return "v2";
        }
        return Objects.requireNonNullElse(path, "").startsWith("/v1/") ? "v1" : "none";
    }
}
