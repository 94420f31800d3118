package io.sightline.camel;

import io.sightline.contract.ContractOperation;
import io.sightline.contract.MediaTypes;
import io.sightline.failure.PermanentFailure;
import io.sightline.security.Caller;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumerAware;
import org.apache.camel.component.rest.openapi.DefaultRestOpenapiProcessorStrategy;
import org.apache.camel.support.processor.RestBindingAdvice;

/**
 * Lets a request reach its route only as the contract says: with the scopes of its operation, in a media type that it
 * reads, with parameters that it declares. Every failure becomes problem+json here, whatever the route does.
 *
 * <p>Refuses to start when an operation says nothing about security. An operation that is not known to the start-up
 * check is refused, never passed.
 */
public final class ContractStrategy extends DefaultRestOpenapiProcessorStrategy {
    /** Attribute of a servlet request whose body was cut off: the failure that says why. */
    public static final String BODY_FAILURE = "sightline.bodyFailure";

    private final KeycloakSecurityPolicy policy;
    private final ProblemAnswer problems = new ProblemAnswer();
    private final Map<String, ContractOperation> operations = new ConcurrentHashMap<>();

    public ContractStrategy(KeycloakSecurityPolicy policy) {
        this.policy = policy;
    }

    @Override
    public void validateOpenApi(OpenAPI contract, String basePath, PlatformHttpConsumerAware consumer)
            throws Exception {
        for (var path : contract.getPaths().values()) {
            for (var operation : path.readOperations()) {
                var described = ContractOperation.of(contract, operation);
                operations.put(described.id(), described);
            }
        }
        super.validateOpenApi(contract, basePath, consumer);
    }

    @Override
    public boolean process(
            OpenAPI contract,
            Operation operation,
            String verb,
            String path,
            RestBindingAdvice binding,
            Exchange exchange,
            AsyncCallback callback) {
        try {
            guard(operation.getOperationId(), exchange);
        } catch (RuntimeException e) {
            problems.answer(exchange, e);
            callback.done(true);
            return true;
        }
        return super.process(contract, operation, verb, path, binding, exchange, doneSync -> {
            if (exchange.getException() != null) {
                problems.answer(exchange, exchange.getException());
            }
            callback.done(doneSync);
        });
    }

    private void guard(String operationId, Exchange exchange) {
        var message = exchange.getMessage();
        var request = message.getHeader(ContractRequest.SERVLET_REQUEST, HttpServletRequest.class);
        try {
            RequestTrace.begin(exchange, request);
            var operation = Objects.requireNonNull(operations.get(operationId), "operation of the contract");
            authorize(operation, exchange);
            if (request.getAttribute(BODY_FAILURE) instanceof PermanentFailure failure) {
                throw failure;
            }
            MediaTypes.requireReadable(operation, request.getContentType());
            MediaTypes.requireAcceptable(operation, Collections.list(request.getHeaders("Accept")));
            ContractRequest.bind(operation, request, message);
            if (!operation.reads().isEmpty()) {
                PictureBody.read(message, MediaTypes.isForm(request.getContentType()));
            }
        } finally {
            message.removeHeader(ContractRequest.SERVLET_REQUEST);
            PictureBody.deleteFiles(message);
        }
    }

    private void authorize(ContractOperation operation, Exchange exchange) {
        if (operation.isPublic()) {
            CurrentCaller.set(exchange, Caller.ANONYMOUS);
            return;
        }
        exchange.setProperty(ProblemAnswer.REQUIRED_SCOPES, operation.scopes());
        policy.authorize(exchange, operation.scopes(), true);
    }
}
