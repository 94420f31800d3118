package io.sightline.camel;

import io.sightline.contract.ContractOperation;
import io.sightline.contract.ContractPaths;
import io.sightline.contract.ErrorForm;
import io.sightline.contract.MediaTypes;
import io.sightline.security.Caller;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumerAware;
import org.apache.camel.component.rest.openapi.DefaultRestOpenapiProcessorStrategy;
import org.apache.camel.support.processor.RestBindingAdvice;
import org.jspecify.annotations.Nullable;

/**
 * Lets a request reach its route only as the contract says: with the scopes of its operation, in a media type that it
 * reads, with parameters that it declares, and reads its body. Every failure becomes an answer in the form of its API
 * here, whatever the route does.
 *
 * <p>Refuses to start when an operation says nothing about security. An operation that is not known to the start-up
 * check is refused, never passed.
 */
public final class ContractStrategy extends DefaultRestOpenapiProcessorStrategy {
    /** Attribute of a servlet request whose body was cut off: the failure that says why. */
    public static final String BODY_FAILURE = "sightline.bodyFailure";

    /**
     * Attribute of a servlet request: a {@link java.util.function.LongConsumer} that is told how many bytes its body
     * takes so far while it is read, and throws when there is no room for them.
     */
    public static final String BODY_ROOM = "sightline.bodyRoom";

    /** Attribute of a servlet request: who was found by {@link #authenticate}. */
    public static final String CALLER = "sightline.caller";

    private final KeycloakSecurityPolicy policy;
    private final int maxBytes;
    private final Consumer<Message> requireModel;
    private final Consumer<Message> requireSigned;
    private final ProblemAnswer problems = new ProblemAnswer();
    private final Map<String, ContractOperation> operations = new ConcurrentHashMap<>();
    private final Set<String> publicRequests = ConcurrentHashMap.newKeySet();
    private final ContractPaths paths = new ContractPaths();

    /**
     * A strategy for all contracts of a process.
     *
     * @param maxBytes most that a compressed body may inflate to
     * @param requireModel throws when the model that a message asks for by its headers cannot run; asked before the
     *     body is read, of operations with the parameter {@code model}
     * @param requireSigned throws when the headers of a message show that nobody here can believe its body; asked
     *     before that is read, of public operations
     */
    public ContractStrategy(
            KeycloakSecurityPolicy policy,
            int maxBytes,
            Consumer<Message> requireModel,
            Consumer<Message> requireSigned) {
        this.policy = policy;
        this.maxBytes = maxBytes;
        this.requireModel = requireModel;
        this.requireSigned = requireSigned;
    }

    @Override
    public void validateOpenApi(OpenAPI contract, String basePath, PlatformHttpConsumerAware consumer)
            throws Exception {
        var base = basePath.equals("/") ? "" : basePath;
        contract.getPaths()
                .forEach((path, item) -> item.readOperationsMap().forEach((method, operation) -> {
                    var described = ContractOperation.of(contract, operation);
                    operations.put(described.id(), described);
                    paths.add(method.name(), base + path, described);
                    if (described.isPublic()) {
                        publicRequests.add(method + " " + base + path);
                    }
                }));
        super.validateOpenApi(contract, basePath, consumer);
    }

    /**
     * Verifies the token of a request before anything is made of it. What is no public operation of a contract needs a
     * token, whether it exists or not.
     *
     * @return false when the operation is public and no token was looked at
     * @throws io.sightline.failure.Failure UNAUTHENTICATED, or DEPENDENCY_UNAVAILABLE when Keycloak is needed and away
     */
    public boolean authenticate(HttpServletRequest request) {
        if (publicRequests.contains(request.getMethod() + " " + request.getServletPath())) {
            return false;
        }
        request.setAttribute(CALLER, policy.authenticate(request));
        return true;
    }

    /** Who sends the request; nobody for a public operation. */
    public static Optional<Caller> callerOf(HttpServletRequest request) {
        return request.getAttribute(CALLER) instanceof Caller caller ? Optional.of(caller) : Optional.empty();
    }

    /** Methods that the contracts list at a path, in their order; none when they do not know the path. */
    public List<String> methods(@Nullable String path) {
        return paths.methods(path);
    }

    /** The operation that a request asks for, be it permitted or not; none when no contract lists it. */
    public Optional<ContractPaths.Found> find(HttpServletRequest request) {
        return paths.find(request.getMethod(), request.getServletPath());
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
            exchange.setProperty(ProblemAnswer.FORM, ErrorForm.at(request.getServletPath()));
            RequestTrace.begin(exchange, request);
            var operation = Objects.requireNonNull(operations.get(operationId), "operation of the contract");
            vary(operation, message.getHeader(ContractRequest.SERVLET_RESPONSE, HttpServletResponse.class));
            authorize(operation, request, exchange);
            MediaTypes.requireReadable(operation, request.getContentType());
            var accept = Collections.list(request.getHeaders("Accept"));
            MediaTypes.requireAcceptable(operation, accept);
            ContractRequest.removeOrders(message);
            ContractRequest.bind(operation, request, message);
            note(message.getHeader("source"), exchange);
            MediaTypes.choose(operation.answering(message.getHeader("image") != null), accept)
                    .ifPresent(type -> exchange.setProperty(Keys.ANSWER_TYPE, type));
            exchange.setProperty(Keys.ACCEPT, accept);
            exchange.setProperty(Keys.CONNECTION, request.getAttribute(AnswerConnection.ATTRIBUTE));
            if (!operation.reads().isEmpty()) {
                // A client may wait with its body until it is read: what is refused before costs it none.
                if (operation.isPublic()) {
                    requireSigned.accept(message);
                }
                if (operation.takes("model")) {
                    requireModel.accept(message);
                }
                RequestBody.read(message, request, operation.parts(), maxBytes);
            } else if (mayMislead(request)) {
                RequestBody.requireNone(operation, request);
            }
        } finally {
            message.removeHeader(ContractRequest.SERVLET_REQUEST);
            RequestBody.deleteFiles(message);
        }
    }

    /** Whoever reads changes nothing; and the Open Inference Protocol has bodies that a server need not know. */
    private static boolean mayMislead(HttpServletRequest request) {
        return !request.getMethod().equals("GET") && ErrorForm.at(request.getServletPath()) == ErrorForm.PROBLEM;
    }

    /** On the response itself, so that whatever answers says so, a refusal too. */
    private static void vary(ContractOperation operation, HttpServletResponse response) {
        operation.varies().ifPresent(headers -> response.addHeader("Vary", headers));
    }

    private static void note(@Nullable Object source, Exchange exchange) {
        if (source instanceof String id) {
            CallNotes.of(exchange).ifPresent(notes -> notes.about(id));
        }
    }

    private void authorize(ContractOperation operation, HttpServletRequest request, Exchange exchange) {
        if (operation.isPublic()) {
            CurrentCaller.set(exchange, Caller.ANONYMOUS);
            return;
        }
        callerOf(request).ifPresent(caller -> policy.recognise(exchange, caller));
        exchange.setProperty(ProblemAnswer.REQUIRED_SCOPES, operation.scopes());
        policy.authorize(exchange, operation.scopes(), true);
        // What the route forbids later, such as a foreign source, no scope would cure.
        exchange.removeProperty(ProblemAnswer.REQUIRED_SCOPES);
    }
}
