@echo off
rem Runs Pith. Needs a JDK or a Java runtime, 17 or newer.
setlocal
set "lib=%~dp0..\lib"
set "java=java"
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "java=%JAVA_HOME%\bin\java.exe"
if not defined OPENBLAS_NUM_THREADS set OPENBLAS_NUM_THREADS=1
"%java%" -XX:MaxRAMPercentage=60 -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 -Dfile.encoding=UTF-8 %JAVA_OPTS% -cp "%lib%\*" dev.pith.cli.Pith %*
exit /b %ERRORLEVEL%
