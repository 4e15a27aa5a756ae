package io.govshare.testing;

import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a sandbox as a parameter: one for each top-level test class, started when it is first asked for and closed after
 * the class. After each test its pending faults are cleared and its clock is set right.
 *
 * <p>{@link SandboxTest} registers it with the division data; a sandbox of one's own:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final SandboxExtension SANDBOX = SandboxExtension.of(() -> Sandbox.builder()….start());
 * }</pre>
 */
public final class SandboxExtension implements ParameterResolver, AfterEachCallback, AfterAllCallback {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(SandboxExtension.class);

    private final Supplier<Sandbox> maker;

    /** For {@code @ExtendWith}: a sandbox with the division data. */
    public SandboxExtension() {
        this(Sandbox::start);
    }

    private SandboxExtension(Supplier<Sandbox> maker) {
        this.maker = maker;
    }

    /** Gives the sandbox that this starts. */
    public static SandboxExtension of(Supplier<Sandbox> maker) {
        return new SandboxExtension(maker);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Sandbox.class;
    }

    @Override
    public Sandbox resolveParameter(ParameterContext parameter, ExtensionContext context) {
        // Where afterAll is not called, for an extension in an instance field, the store closes it with the class's
        // context.
        return classContext(context).getStore(NAMESPACE).computeIfAbsent(this, key -> maker.get(), Sandbox.class);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Sandbox sandbox = classContext(context).getStore(NAMESPACE).get(this, Sandbox.class);
        if (sandbox != null) {
            sandbox.faults().clear();
            sandbox.clockSkew(Duration.ZERO);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (context == classContext(context)) {
            Sandbox sandbox = context.getStore(NAMESPACE).remove(this, Sandbox.class);
            if (sandbox != null) {
                sandbox.close();
            }
        }
    }

    private static ExtensionContext classContext(ExtensionContext context) {
        ExtensionContext top = context;
        while (top.getParent().isPresent()
                && top.getParent().get().getTestClass().isPresent()) {
            top = top.getParent().get();
        }
        return top;
    }
}
