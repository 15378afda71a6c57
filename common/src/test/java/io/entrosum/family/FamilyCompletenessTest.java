package io.entrosum.family;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.reflect.Constructor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every family is in the registry once, and every line of the registry has its contract test. */
class FamilyCompletenessTest {
  @Test
  void everyRegisteredFamilyHasAContractTest() {
    List<Class<?>> tested =
        new ClassFileImporter()
            .importPackagesOf(FamilyContract.class).stream()
                .filter(type -> type.isAssignableTo(FamilyContract.class))
                .filter(type -> !type.isEquivalentTo(FamilyContract.class))
                .map(FamilyCompletenessTest::familyOf)
                .toList();
    List<Class<?>> registered =
        Families.examples().stream()
            .<Class<?>>map(text -> Families.parse(text).getClass())
            .toList();
    assertThat(tested).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(registered);
  }

  @Test
  void everyFamilyIsRegistered() {
    List<Class<?>> families =
        new ClassFileImporter()
            .importPackagesOf(ExponentialFamily.class).stream()
                .filter(type -> type.isAssignableTo(ExponentialFamily.class))
                .filter(
                    type ->
                        !type.getModifiers().contains(JavaModifier.ABSTRACT) && !type.isInterface())
                .<Class<?>>map(JavaClass::reflect)
                .toList();
    List<Class<?>> registered =
        Families.examples().stream()
            .<Class<?>>map(text -> Families.parse(text).getClass())
            .toList();
    assertThat(registered).containsExactlyInAnyOrderElementsOf(families);
  }

  private static Class<?> familyOf(JavaClass contract) {
    try {
      Constructor<?> constructor = contract.reflect().getDeclaredConstructor();
      constructor.setAccessible(true);
      return ((FamilyContract) constructor.newInstance()).family().getClass();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(contract.getName(), e);
    }
  }
}
