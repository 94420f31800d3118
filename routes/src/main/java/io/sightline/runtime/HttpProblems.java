package io.sightline.runtime;

import io.sightline.camel.CallNotes;
import io.sightline.camel.ContractStrategy;
import io.sightline.contract.ContractParameter;
import io.sightline.contract.ErrorForm;
import io.sightline.contract.Problem;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/**
 * Answers in the form of its API what never reaches a route: unknown paths, wrong methods, broken forms, no free
 * thread.
 */
@RestController
@RestControllerAdvice
@ConditionalOnStage(Stage.API)
class HttpProblems extends ResponseEntityExceptionHandler implements ErrorController {
    private static final String NOWHERE = "There is nothing at this path; see /v1/openapi.yaml.";

    /** What was ended by a bare status, such as a request that failed outside of Spring. */
    @RequestMapping("${server.error.path:${error.path:/error}}")
    ResponseEntity<byte[]> error(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("X-Content-Type-Options", "nosniff");
        var status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
        var path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String uri ? uri : null;
        var problem = Problem.ofStatus(status, status == 404 ? NOWHERE : null);
        return answer(request, ErrorForm.at(path), problem, new HttpHeaders());
    }

    /** Neither a thread nor a place in the queue is free: refused early, so that memory does not fill up. */
    @ExceptionHandler(TaskRejectedException.class)
    ResponseEntity<byte[]> overloaded(TaskRejectedException rejected, HttpServletRequest request) {
        return answer(
                request,
                Problem.of(FailureCode.OVERLOADED, 503, "Too many requests are being served; try again.", null));
    }

    /** Somebody has stopped it, or it is being replaced. */
    @ExceptionHandler(RouteStoppedException.class)
    ResponseEntity<byte[]> stopped(RouteStoppedException stopped, HttpServletRequest request) {
        return answer(request, Problem.of(FailureCode.ROUTE_STOPPED, 503, stopped.getMessage(), null));
    }

    /** A form that breaks off, was cut off, or is none. */
    @ExceptionHandler(MultipartException.class)
    ResponseEntity<byte[]> brokenForm(MultipartException broken, HttpServletRequest request) {
        if (request.getAttribute(ContractStrategy.BODY_FAILURE) instanceof PermanentFailure failure) {
            return answer(request, Problem.of(failure));
        }
        return answer(request, Problem.of(FailureCode.INVALID_PARAMETER, 400, broken(request.getContentType()), null));
    }

    private static String broken(@Nullable String contentType) {
        var type = ContractParameter.quote(contentType == null ? "" : contentType);
        return type.toLowerCase(Locale.ROOT).contains("boundary=")
                ? "The form cannot be read to its end; its parts are divided and ended as its Content-Type says, "
                        + type + "."
                : "The Content-Type of the form, " + type + ", names no boundary; curl -F names one by itself.";
    }

    @Override
    protected ResponseEntity<Object> handleMaxUploadSizeExceededException(
            MaxUploadSizeExceededException exceeded, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        var servletRequest = ((ServletWebRequest) request).getRequest();
        var length = servletRequest.getContentLengthLong();
        var detail = "The file of the form has more than the limit of 20971520 bytes (20 MiB)"
                + (length < 0 ? "." : "; the form has " + length + " bytes.");
        var problem = Problem.of(FailureCode.BODY_TOO_LARGE, 413, detail, null);
        return toObject(answer(servletRequest, form(servletRequest), problem, headers));
    }

    @Override
    protected ResponseEntity<Object> handleExceptionInternal(
            Exception thrown, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        var noSuchPath = thrown instanceof NoHandlerFoundException || thrown instanceof NoResourceFoundException;
        var detail = noSuchPath ? NOWHERE : thrown.getMessage();
        var servletRequest = ((ServletWebRequest) request).getRequest();
        return toObject(
                answer(servletRequest, form(servletRequest), Problem.ofStatus(status.value(), detail), headers));
    }

    private static ErrorForm form(HttpServletRequest request) {
        return ErrorForm.at(request.getServletPath());
    }

    private static ResponseEntity<byte[]> answer(HttpServletRequest request, Problem problem) {
        return answer(request, form(request), problem, new HttpHeaders());
    }

    private static ResponseEntity<byte[]> answer(
            HttpServletRequest request, ErrorForm form, Problem problem, HttpHeaders headers) {
        return ResponseEntity.status(problem.status())
                .headers(headers)
                .headers(added -> problem.headers().forEach(added::set))
                .contentType(MediaType.parseMediaType(form.mediaType()))
                .body(form.body(CallNotes.of(request).refused(problem)));
    }

    private static ResponseEntity<Object> toObject(ResponseEntity<byte[]> answer) {
        return new ResponseEntity<>(answer.getBody(), answer.getHeaders(), answer.getStatusCode());
    }
}
