package io.govshare.dataset;

import io.govshare.error.ConfigurationException;
import io.govshare.error.InvalidRequestException;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Finds the name in the records that a method reference, or a name given as text, stands for. Safe for concurrent use.
 *
 * <p>What was found is kept with the class of the method reference, of which there is one for each place in the source, and
 * goes with it: nothing here holds on to a class or its loader, since only types of the JDK are kept.
 */
final class FieldNames {

    private static final String BY_NAME = "name the field by where(\"name\")";
    private static final int LONGEST = 200;

    private static final ClassValue<AtomicReference<@Nullable String>> KNOWN = new ClassValue<>() {
        @Override
        protected AtomicReference<@Nullable String> computeValue(Class<?> lambda) {
            return new AtomicReference<>();
        }
    };

    private FieldNames() {}

    /** The name that this method reference stands for. */
    static String of(@Nullable Field<?, ?> field) {
        if (field == null) {
            throw new InvalidRequestException(
                    "The query got null in the place of a field",
                    "Give a method reference such as District::code, or " + BY_NAME + ".");
        }
        if (field instanceof FieldPath<?, ?, ?> path) {
            return path.name();
        }
        AtomicReference<@Nullable String> known = KNOWN.get(field.getClass());
        String name = known.get();
        if (name == null) {
            name = resolved(field);
            known.set(name);
        }
        return name;
    }

    /** The name itself, if it is one. */
    static String checked(@Nullable String name, String method) {
        if (name == null || name.isBlank()) {
            throw new InvalidRequestException(
                    method + " got a blank field name", "Give the name of a field as it is in the records.");
        }
        if (name.length() > LONGEST || !name.chars().allMatch(FieldNames::isPartOfName)) {
            throw new InvalidRequestException(
                    method + " got text that is no field name",
                    "Give the name of a field as it is in the records, without spaces, quotes, brackets and operators.");
        }
        return name;
    }

    private static boolean isPartOfName(int c) {
        return !Character.isWhitespace(c)
                && !Character.isSpaceChar(c)
                && !Character.isISOControl(c)
                && Character.getType(c) != Character.FORMAT
                && "'\"`()[]{}<>,;=!?&|#%+*\\^~".indexOf(c) < 0;
    }

    private static String resolved(Field<?, ?> field) {
        SerializedLambda lambda = serialized(field);
        String method = lambda.getImplMethodName();
        String shown = simple(lambda.getImplClass()) + "::" + method;
        if (method.startsWith("lambda$")) {
            throw refused(
                    "A field was given as a lambda expression, or as a method reference that the compiler has to turn into one, in "
                            + lambda.getCapturingClass().replace('/', '.') + ": its name cannot be read",
                    "Give a plain method reference such as District::code");
        }
        if (lambda.getImplMethodKind() == MethodHandleInfo.REF_newInvokeSpecial) {
            throw refused(shown.replace("<init>", "new") + " is a constructor, no accessor of a field", accessor());
        }
        if (lambda.getImplMethodKind() == MethodHandleInfo.REF_invokeStatic) {
            throw refused(shown + " is a static method, no accessor of a field", accessor());
        }
        if (lambda.getCapturedArgCount() > 0) {
            throw refused(shown + " is bound to one object, so that it is no accessor of the records", accessor());
        }
        Class<?> type = receiver(lambda, field.getClass().getClassLoader());
        String name = JsonNames.of(type).get(method);
        if (name == null) {
            throw refused(
                    type.getTypeName() + "::" + method + " is no accessor of a field: "
                            + (type.isRecord()
                                    ? "the record has no component " + method + " that is read"
                                    : "the class has no getter get…() or is…() of this name whose field is read"),
                    accessor());
        }
        return name;
    }

    private static SerializedLambda serialized(Field<?, ?> field) {
        Class<?> type = field.getClass();
        try {
            Method writeReplace = type.getDeclaredMethod("writeReplace");
            writeReplace.setAccessible(true);
            if (writeReplace.invoke(field) instanceof SerializedLambda lambda) {
                return lambda;
            }
            throw noReference(type, null);
        } catch (NoSuchMethodException e) {
            if (System.getProperty("org.graalvm.nativeimage.imagecode") != null) {
                throw new ConfigurationException(
                        Problems.details(
                                "A method reference of " + type.getName()
                                        + " cannot be read in this native image: it is not registered for serialization",
                                "Register the class that holds it under lambdaCapturingTypes of the serialization metadata, or "
                                        + BY_NAME + "."),
                        e);
            }
            throw noReference(type, e);
        } catch (InaccessibleObjectException e) {
            throw new ConfigurationException(
                    Problems.details(
                            "A method reference in " + type.getPackageName() + " cannot be read: module "
                                    + type.getModule().getName() + " does not open the package",
                            "Add to module-info.java: opens " + type.getPackageName() + " to " + self() + "; or "
                                    + BY_NAME + "."),
                    e);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new ConfigurationException(
                    Problems.details(
                            "A method reference of " + type.getName() + " cannot be read", capital(BY_NAME) + "."),
                    e);
        }
    }

    private static ConfigurationException noReference(Class<?> type, @Nullable Throwable cause) {
        return new ConfigurationException(
                Problems.details(
                        "A field was given as an object of " + type.getTypeName() + ", which is no method reference",
                        "Give a method reference such as District::code, or " + BY_NAME + "."),
                cause);
    }

    /** The type that the reference is applied to; the one that declares the method may be a supertype of it. */
    private static Class<?> receiver(SerializedLambda lambda, @Nullable ClassLoader loader) {
        String signature = lambda.getInstantiatedMethodType();
        String applied = signature.substring(2, signature.indexOf(';'));
        try {
            Class<?> declaring = Class.forName(lambda.getImplClass().replace('/', '.'), false, loader);
            Class<?> type = Class.forName(applied.replace('/', '.'), false, loader);
            return declaring.isAssignableFrom(type) ? type : declaring;
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("A method reference to a class that its own loader does not find", e);
        }
    }

    private static ConfigurationException refused(String cause, String remedy) {
        return new ConfigurationException(cause, remedy + ", or " + BY_NAME + ".");
    }

    private static String accessor() {
        return "Give the accessor of a field of the records, such as District::code";
    }

    private static String self() {
        Module own = FieldNames.class.getModule();
        return own.isNamed() ? own.getName() : "ALL-UNNAMED";
    }

    private static String simple(String internalName) {
        return internalName.substring(Math.max(internalName.lastIndexOf('/'), internalName.lastIndexOf('$')) + 1);
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
