# Completion of kcrs for PowerShell.
Register-ArgumentCompleter -Native -CommandName kcrs -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    # What stands before the word that is completed; nothing of it is evaluated.
    $words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object {
        if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text }
    })
    kcrs __complete powershell '--' "=$wordToComplete" @words 2>$null | ForEach-Object {
        $value, $help = $_ -split "`t", 2
        if (-not $help) { $help = $value }
        $text = if ($value -match '[^\w./:=,@+-]') { "'" + $value.Replace("'", "''") + "'" } else { $value }
        [System.Management.Automation.CompletionResult]::new($text, $value, 'ParameterValue', $help)
    }
}
